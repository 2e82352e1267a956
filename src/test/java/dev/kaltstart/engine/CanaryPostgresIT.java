package dev.kaltstart.engine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On a real PostgreSQL. */
@ActiveProfiles("postgresql")
class CanaryPostgresIT extends CanaryTest {

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres server;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) throws IOException {
        server = EmbeddedPostgres.start();
        properties.add("KALTSTART_DATABASE_URL", () -> server.getJdbcUrl("postgres", "postgres"));
        properties.add("KALTSTART_DATABASE_USER", () -> "postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }
}
