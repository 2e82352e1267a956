package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** F15: what a power loss leaves of the file of the embedded database. */
@Timeout(120)
class TornDatabaseTest {

    @TempDir
    static Path made;

    @TempDir
    Path home;

    private Path file;
    private byte[] whole;

    @BeforeAll
    static void aDatabaseWithARow() {
        try (var context = start(made)) {
            context.getBean(JdbcClient.class)
                    .sql("insert into cluster_lock (cluster, recovery) values ('homelab', 'committed')")
                    .update();
        }
    }

    @BeforeEach
    void aCopyOfIt() throws IOException {
        FileSystemUtils.copyRecursively(made, home);
        file = home.resolve("database/kaltstart.mv.db");
        whole = Files.readAllBytes(file);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0005, 0.1, 0.5, 0.99})
    @DisplayName("F15: the file is cut, or its end is zeroed")
    void startsWithEverythingOrSaysWhatIsBroken(double part) throws IOException {
        int at = (int) (whole.length * part);
        byte[] zeroed = whole.clone();
        Arrays.fill(zeroed, at, zeroed.length, (byte) 0);

        for (byte[] torn : new byte[][] {Arrays.copyOf(whole, at), zeroed}) {
            Files.write(file, torn);
            everythingOrOneLine();
            // the first start may have written into it
            everythingOrOneLine();
        }
    }

    @Test
    @DisplayName("F15: the file is gone")
    void aLostFileIsNoFirstStart() throws IOException {
        Files.delete(file);

        assertThat(problem().getDescription()).startsWith("The database is empty, and it was not");
        assertThat(problem().getDescription()).hasLineCount(1);
    }

    @Test
    @DisplayName("F15: the damage is named")
    void saysWhatIsBrokenAndWhatToDo() throws IOException {
        Files.write(file, new byte[whole.length]);

        FailureAnalysis problem = problem();
        assertThat(problem.getDescription())
                .startsWith("The file of the database is damaged: ")
                .contains("kaltstart.mv.db")
                .hasLineCount(1);
        assertThat(problem.getAction()).contains("Do not delete it", "backup");
        assertThat(Files.size(file)).as("nothing more was lost").isEqualTo(whole.length);
    }

    private void everythingOrOneLine() {
        FailureAnalysis problem = problem();
        if (problem != null) {
            assertThat(problem.getDescription()).startsWith("The ").hasLineCount(1);
            assertThat(problem.getAction()).contains("Do not delete it");
            return;
        }
        try (var context = start()) {
            assertThat(context.getBean(JdbcClient.class)
                            .sql("select recovery from cluster_lock")
                            .query(String.class)
                            .list())
                    .containsExactly("committed");
        }
    }

    private FailureAnalysis problem() {
        Throwable failure = catchThrowable(() -> start().close());
        return failure == null ? null : Objects.requireNonNull(new UnusableDatabaseAnalyzer().analyze(failure));
    }

    private ConfigurableApplicationContext start() {
        return start(home);
    }

    private static ConfigurableApplicationContext start(Path home) {
        return new SpringApplication(Tables.class)
                .run("--spring.main.web-application-type=none", "--kaltstart.home=" + home);
    }

    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration.class,
        org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration.class
    })
    @Import(UsableDatabase.class)
    static class Tables {}
}
