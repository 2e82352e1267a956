package dev.kaltstart.transfer;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** From the embedded database to PostgreSQL. */
class TransferPostgresIT extends TransferTest {

    private static @Nullable EmbeddedPostgres server;

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Override
    List<String> settings() throws IOException {
        if (server == null) {
            server = EmbeddedPostgres.start();
        }
        return List.of(
                "--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres");
    }
}
