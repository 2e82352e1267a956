package dev.kaltstart.jvm;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One PostgreSQL server for all tests of a JVM, which ends with it; each test gets an empty database of its own. */
public final class SharedPostgres {

    public static final String USER = "postgres";

    private static @Nullable EmbeddedPostgres server;
    private static int databases;

    private SharedPostgres() {}

    public static synchronized Database fresh() throws IOException {
        if (server == null) {
            server = EmbeddedPostgres.start();
        }
        var made = new Database(server, "test_" + ++databases);
        JdbcClient.create(server.getPostgresDatabase())
                .sql("create database " + made.name())
                .update();
        return made;
    }

    /** A database of the server that all share: nobody stops it. */
    public record Database(EmbeddedPostgres server, String name) {

        public String url() {
            return server.getJdbcUrl(USER, name);
        }

        public int port() {
            return server.getPort();
        }

        public DataSource dataSource() {
            return server.getDatabase(USER, name);
        }

        /** Settings of a Kaltstart that has it. */
        public Map<String, String> settings() {
            return Map.of("spring.datasource.url", url(), "spring.datasource.username", USER);
        }
    }
}
