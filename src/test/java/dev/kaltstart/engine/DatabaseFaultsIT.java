package dev.kaltstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.jvm.SharedPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of a step whose database goes away: nothing, but that it takes longer. */
@Timeout(240)
class DatabaseFaultsIT {

    @TempDir
    Path world;

    private final String recovery = "r-" + UUID.randomUUID();
    private SharedPostgres.Database database;

    @BeforeEach
    void aDatabase() throws IOException {
        database = SharedPostgres.fresh();
    }

    @Test
    @DisplayName("F10: all connections are cut while a step acts")
    void goesOnWhenAllConnectionsAreCut() throws Exception {
        Path go = go();
        OneEngine.scripts(
                world,
                recovery,
                OneEngine.effect(world, recovery) + "; while [ ! -e " + go + " ]; do sleep 0.1; done",
                OneEngine.effect(world, recovery) + ";" + OneEngine.done(world, recovery));
        try (var kaltstart = OneEngine.in(world, "home", url(database.port()), "spring.datasource.username=postgres")) {
            kaltstart.start("acting", recovery);
            awaitEffects(1);
            for (int n = 0; n < 5; n++) {
                cutAllConnections();
                Thread.sleep(300);
            }
            Files.createFile(go);

            assertThat(kaltstart.awaitEnd(recovery)).isEqualTo("recovered");
            assertThat(effects()).hasContent("x\nx");
            assertThat(kaltstart.incidents()).isZero();
        }
    }

    @Test
    @DisplayName("F11: the database is away while a command ends")
    void waitsForTheDatabaseAndLosesNothing() throws Exception {
        Path go = go();
        OneEngine.scripts(
                world,
                recovery,
                OneEngine.effect(world, recovery) + "; while [ ! -e " + go + " ]; do sleep 0.1; done",
                OneEngine.effect(world, recovery) + ";" + OneEngine.done(world, recovery));
        // one that can be stopped
        EmbeddedPostgres server = own().start();
        int port = server.getPort();
        try (var kaltstart = OneEngine.in(
                world, "home", url(port).replace(database.name(), "postgres"), "spring.datasource.username=postgres")) {
            kaltstart.start("acting", recovery);
            awaitEffects(1);
            server.close();
            Files.createFile(go);
            Thread.sleep(8000);
            assertThat(effects()).hasContent("x");
            server = own().setPort(port).start();

            assertThat(kaltstart.awaitEnd(recovery)).isEqualTo("recovered");
            assertThat(effects()).hasContent("x\nx");
            assertThat(kaltstart.incidents()).isZero();
        } finally {
            server.close();
        }
    }

    private EmbeddedPostgres.Builder own() {
        return EmbeddedPostgres.builder()
                .setDataDirectory(world.resolve("postgres"))
                .setCleanDataDirectory(false);
    }

    @ParameterizedTest(name = "F12: the answer to the commit of ''{0}'' is lost")
    @ValueSource(strings = {"into command", "into step_execution", "set performed_at", "from ACT_RU_EXT_TASK where"})
    void doesNothingTwiceWhenTheAnswerToACommitIsLost(String message) throws Exception {
        OneEngine.scripts(
                world,
                recovery,
                OneEngine.effect(world, recovery),
                OneEngine.effect(world, recovery) + ";" + OneEngine.done(world, recovery));
        try (var proxy = new CuttingProxy(database.port());
                var kaltstart = OneEngine.in(
                        world,
                        "home",
                        url(proxy.port()) + "&prepareThreshold=0",
                        "spring.datasource.username=postgres")) {
            proxy.swallowTheCommitOf(message);
            kaltstart.start("acting", recovery);

            assertThat(kaltstart.awaitEnd(recovery)).isEqualTo("recovered");
            assertThat(proxy.hasCut()).isTrue();
            assertThat(effects()).hasContent("x\nx");
            assertThat(kaltstart.incidents()).isZero();
            assertThat(kaltstart
                            .bean(JdbcClient.class)
                            .sql("select count(*) from command")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(2);
        }
    }

    @Test
    @DisplayName("F34: two Kaltstarts with homes of their own share one database")
    void twoKaltstartsOnOneDatabaseRunEachStepOnce() throws Exception {
        String[] settings = {url(database.port()), "spring.datasource.username=postgres"};
        try (var one = OneEngine.in(world, "one", settings);
                var two = OneEngine.in(world, "two", settings)) {
            for (int n = 0; n < 20; n++) {
                String each = recovery + "-" + n;
                OneEngine.scripts(
                        world, each, OneEngine.effect(world, recovery) + "; sleep 0.2", OneEngine.done(world, each));
                one.start("acting", each);
            }
            for (int n = 0; n < 20; n++) {
                assertThat(two.awaitEnd(recovery + "-" + n)).isEqualTo("recovered");
            }
            assertThat(Files.readAllLines(effects())).hasSize(20);
            assertThat(two.bean(JdbcClient.class)
                            .sql("select distinct host from command")
                            .query(String.class)
                            .list())
                    .hasSize(2);
        }
    }

    private String url(int port) {
        return "spring.datasource.url=jdbc:postgresql://localhost:" + port + "/" + database.name()
                + "?socketTimeout=20";
    }

    private Path go() {
        return world.resolve(recovery + ".go");
    }

    private Path effects() {
        return world.resolve(recovery + ".effects");
    }

    private void awaitEffects(int count) {
        await().atMost(Duration.ofSeconds(40))
                .until(() ->
                        Files.exists(effects()) && Files.readAllLines(effects()).size() >= count);
    }

    private void cutAllConnections() throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()");
        }
    }
}
