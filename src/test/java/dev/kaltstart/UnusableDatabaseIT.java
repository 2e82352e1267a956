package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kaltstart.jvm.SharedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Databases that Kaltstart does not start with, and what it says then. */
@Timeout(120)
class UnusableDatabaseIT {

    private SharedPostgres.Database database;
    private String url = "";

    @BeforeEach
    void aDatabase() throws IOException {
        database = SharedPostgres.fresh();
        url = database.url();
    }

    @Test
    @DisplayName("F16: the database is read-only")
    void refusesADatabaseThatOnlyLetsItselfBeRead() {
        assertThat(problem()).isNull();
        sql("alter database " + database.name() + " set default_transaction_read_only = on");

        assertThat(problem().getDescription())
                .startsWith("The database is read-only: ERROR: cannot execute")
                .hasLineCount(1);
    }

    @Test
    @DisplayName("F16: the tables are those of a newer Kaltstart")
    void refusesTheTablesOfANewerVersion() {
        assertThat(problem()).isNull();
        sql("insert into kaltstart_schema select installed_rank + 900, '999', 'from the future', type, 'V999__f.sql',"
                + " 1, installed_by, now(), 1, true from kaltstart_schema where version = '1'");

        FailureAnalysis problem = problem();
        assertThat(problem.getDescription())
                .startsWith("The tables in the database are not those of this version of Kaltstart")
                .contains("999")
                .hasLineCount(1);
        assertThat(problem.getAction()).contains("Start the version of Kaltstart that was used last");
    }

    @Test
    @DisplayName("F16: there is no database")
    void saysThatTheDatabaseDoesNotAnswer() throws IOException {
        try (var free = new ServerSocket(0)) {
            url = "jdbc:postgresql://localhost:" + free.getLocalPort() + "/postgres";
        }

        assertThat(problem().getDescription())
                .startsWith("The database does not answer: ")
                .hasLineCount(1);
    }

    private FailureAnalysis problem() {
        Throwable failure = catchThrowable(() -> new SpringApplication(Tables.class)
                .run(
                        "--spring.main.web-application-type=none",
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=postgres",
                        "--spring.datasource.hikari.connection-timeout=2000")
                .close());
        return failure == null ? null : Objects.requireNonNull(new UnusableDatabaseAnalyzer().analyze(failure));
    }

    private void sql(String statement) {
        JdbcClient.create(database.dataSource()).sql(statement).update();
    }

    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    @Import(UsableDatabase.class)
    static class Tables {}
}
