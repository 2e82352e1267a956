package dev.kaltstart.transfer;

import dev.kaltstart.jvm.SharedPostgres;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the embedded database to PostgreSQL. */
class TransferPostgresIT extends TransferTest {

    private SharedPostgres.@Nullable Database database;

    @Override
    List<String> settings() throws IOException {
        if (database == null) {
            database = SharedPostgres.fresh();
        }
        return List.of(
                "--spring.datasource.url=" + database.url(), "--spring.datasource.username=" + SharedPostgres.USER);
    }
}
