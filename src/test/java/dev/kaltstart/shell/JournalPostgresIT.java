package dev.kaltstart.shell;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

class JournalPostgresIT extends JournalTest {

    private final EmbeddedPostgres server;

    JournalPostgresIT() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @Override
    Bench bench(Path home) {
        return new Bench(home, server.getPostgresDatabase());
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }
}
