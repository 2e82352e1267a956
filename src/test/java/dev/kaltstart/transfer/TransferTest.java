package dev.kaltstart.transfer;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one Kaltstart has begun, another one ends, in another home. The first has the embedded database. */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TransferTest {

    private static final String ZIP = "application/zip";

    @TempDir
    static Path world;

    private final ObjectMapper json = new ObjectMapper();

    @SuppressWarnings("NullAway.Init")
    private LocalKaltstart second;

    private String waiting = "";
    private String acting = "";
    private String handedOver = "";
    private String task = "";
    private byte[] copyOfWaiting = {};
    private byte[] copyOfActing = {};

    /** Settings of the database that the second Kaltstart has. */
    abstract List<String> settings() throws Exception;

    @BeforeAll
    void theFirstIsLost() throws Exception {
        Path file = world.resolve("handed-over.kaltstart.zip");
        try (var first = LocalKaltstart.running(world.resolve("first"))) {
            handedOver = first.rehearse(false, 400);
            waiting = first.rehearse(false, 400);
            acting = first.rehearse(true, 150, "kubelet-dead", "reset-hangs");
            first.awaitState(handedOver, State.WAITING);
            first.awaitState(waiting, State.WAITING);
            task = first.bean(HumanTasks.class).open(waiting).get(0).id();
            first.sql()
                    .sql("update act_ru_task set assignee_ = 'ada' where id_ = ?")
                    .param(task)
                    .update();
            var exported = first.get("/api/recoveries/" + waiting + "/export");
            assertThat(exported.statusCode()).isEqualTo(200);
            assertThat(exported.headers().firstValue("Content-Type")).hasValue(ZIP);
            copyOfWaiting = exported.body();
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> resetIsOnItsWay(first));
            copyOfActing = first.bean(Exports.class).export(acting);
            handOver(first);
        }
        String written = LocalKaltstart.command(
                TransferCommand.DONE,
                world.resolve("first"),
                List.of(),
                "export",
                handedOver,
                file.toString(),
                "--hand-over");
        String fingerprint = Seal.fingerprint(Files.readAllBytes(file));
        assertThat(written).contains("Its fingerprint is " + fingerprint);
        String asked = LocalKaltstart.command(
                TransferCommand.REFUSED, world.resolve("second"), settings(), "import", file.toString());
        assertThat(asked).contains("no transfer key here", "Its fingerprint is " + fingerprint);
        String said = LocalKaltstart.command(
                TransferCommand.DONE,
                world.resolve("second"),
                settings(),
                "import",
                file.toString(),
                "--fingerprint",
                fingerprint);
        assertThat(said).startsWith(handedOver + " is in " + world.resolve("second"));
        second = LocalKaltstart.running(world.resolve("second"), settings().toArray(String[]::new));
    }

    private boolean resetIsOnItsWay(LocalKaltstart kaltstart) {
        return kaltstart
                        .sql()
                        .sql("select count(*) from command where recovery = ? and state = 'STARTED'"
                                + " and line like '% reset %' and ended_at is null")
                        .param(acting)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private void handOver(LocalKaltstart first) throws Exception {
        String path = "/api/recoveries/" + handedOver;
        byte[] reason = "{\"reason\": \"the laptop is needed\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(first.post(path + "/take-back", "application/json", reason).statusCode())
                .isEqualTo(409);
        assertThat(first.post(path + "/hand-over", "application/json", reason).statusCode())
                .isEqualTo(200);
        assertThat(first.state(handedOver)).isEqualTo(State.HANDED_OVER);
        assertThat(first.post(path + "/abort", "application/json", reason).statusCode())
                .as("the recovery is suspended here")
                .isEqualTo(409);
        assertThat(first.post(path + "/take-back", "application/json", reason).statusCode())
                .isEqualTo(202);
        first.awaitState(handedOver, State.WAITING);
    }

    @AfterAll
    void close() {
        second.close();
    }

    @Test
    @DisplayName("F35: the machine is lost while a person is asked")
    void goesOnAtTheTaskThatWaitsForAPerson() throws Exception {
        var unsure = second.post("/api/imports", ZIP, copyOfWaiting);
        assertThat(unsure.statusCode()).isEqualTo(422);
        assertThat(text(unsure.body())).contains(Seal.fingerprint(copyOfWaiting));
        assertThat(second.post(imports(copyOfActing), ZIP, copyOfWaiting).statusCode())
                .as("the fingerprint of another file")
                .isEqualTo(422);

        var answer = second.post(imports(copyOfWaiting), ZIP, copyOfWaiting);

        assertThat(answer.statusCode()).as(text(answer.body())).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/recoveries/" + waiting);
        assertThat(second.bean(HumanTasks.class).open(waiting))
                .singleElement()
                .satisfies(open -> assertThat(open.id()).isEqualTo(task));
        assertThat(second.sql()
                        .sql("select assignee_ from act_ru_task where id_ = ?")
                        .param(task)
                        .query(String.class)
                        .single())
                .isEqualTo("ada");
        second.answerUntilItEnds(waiting);
        assertThat(second.state(waiting)).isEqualTo(State.RECOVERED);
        assertThat(second.get("/api/recoveries/" + waiting + "/report").statusCode())
                .isEqualTo(200);

        var again = second.post(imports(copyOfWaiting), ZIP, copyOfWaiting);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(text(again.body())).contains("already exists here (recovered)", "the file is older", "imported");
    }

    @Test
    @DisplayName("F35: the machine is lost while a destructive command runs")
    void neverGivesACommandAnewWhoseEndItCannotSee() throws Exception {
        var answer = second.post(imports(copyOfActing), ZIP, copyOfActing);

        assertThat(answer.statusCode()).as(text(answer.body())).isEqualTo(201);
        assertThat(json.readTree(answer.body()).path("unknownCommands").asInt()).isEqualTo(1);
        second.awaitState(acting, State.RECOVERED);
        assertThat(second.sql()
                        .sql("select state || ': ' || line from command where recovery = ? and line like '% reset %'")
                        .param(acting)
                        .query(String.class)
                        .list())
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .startsWith("UNKNOWN: talosctl ");
        assertThat(second.sql()
                        .sql("select count(*) from approval where recovery = ? and withdrawn_at is null")
                        .param(acting)
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void goesOnWithWhatWasHandedOverByTheCommandsOfAStoppedHome() {
        assertThat(second.state(handedOver)).isEqualTo(State.WAITING);
        second.answerUntilItEnds(handedOver);

        assertThat(second.state(handedOver)).isEqualTo(State.RECOVERED);
        assertThat(second.bean(Recoveries.class).timeline(handedOver))
                .extracting(Recoveries.Entry::kind)
                .contains("handed-over", "taken-back", "imported", "ended");
    }

    @Test
    void runsEveryRecoveryByModelsOfItsOwn() {
        assertThat(second.sql()
                        .sql("select distinct source_ || ' ' || version_ from act_re_procdef p"
                                + " join act_re_deployment d on d.id_ = p.deployment_id_")
                        .query(String.class)
                        .list())
                .containsExactly("processes 1");
    }

    private static String imports(byte[] file) {
        return "/api/imports?fingerprint=" + Seal.fingerprint(file);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
