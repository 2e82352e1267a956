package dev.kaltstart.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/** Cancelling a step interrupts its thread, wherever it is: in the database, too. */
class DatabaseUrlTest {

    @TempDir
    Path home;

    @AfterEach
    void notInterrupted() {
        Thread.interrupted();
    }

    @Test
    void theDatabaseOutlivesAThreadThatIsToldToStop() throws SQLException {
        try (Connection database = open();
                Connection another = open()) {
            database.createStatement().execute("create table t (x integer, y varchar(9000))");
            for (int n = 0; n < 50; n++) {
                Thread.currentThread().interrupt();
                try (var insert = database.prepareStatement("insert into t values (?, ?)")) {
                    insert.setInt(1, n);
                    insert.setString(2, "x".repeat(8000));
                    insert.execute();
                }
            }
            Thread.interrupted();
            try (var rows = another.createStatement().executeQuery("select count(*) from t")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(50);
            }
        }
    }

    private Connection open() throws SQLException {
        var yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        Properties settings = Objects.requireNonNull(yaml.getObject());
        String url = settings.getProperty("spring.datasource.url").replace("${kaltstart.home}", home.toString());
        return DriverManager.getConnection(url, "sa", "");
    }
}
