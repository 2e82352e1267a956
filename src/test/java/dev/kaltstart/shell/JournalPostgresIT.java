package dev.kaltstart.shell;

import dev.kaltstart.jvm.SharedPostgres;
import java.io.IOException;
import java.nio.file.Path;

class JournalPostgresIT extends JournalTest {

    private final SharedPostgres.Database database;

    JournalPostgresIT() throws IOException {
        database = SharedPostgres.fresh();
    }

    @Override
    Bench bench(Path home) {
        return new Bench(home, database.dataSource());
    }
}
