package dev.kaltstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.engine.worker.StepWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Commands that do not tell the truth, as the engine sees them. */
@Timeout(120)
class CommandFaultsTest {

    @TempDir
    static Path world;

    private static OneEngine kaltstart;
    private final String recovery = "r-" + UUID.randomUUID();

    @BeforeAll
    static void anEngine() {
        kaltstart = OneEngine.in(world, "home");
    }

    @AfterAll
    static void close() {
        kaltstart.close();
    }

    @Test
    @DisplayName("F28: exit code 1, and the effect is there")
    void believesTheWorldWhenACommandSaysThatItFailed() throws Exception {
        OneEngine.scripts(world, recovery, OneEngine.done(world, recovery) + "; exit 1");
        kaltstart.start("acting", recovery);

        assertThat(kaltstart.awaitEnd(recovery)).isEqualTo("recovered");
    }

    @Test
    @DisplayName("F28: exit code 0, and the effect is not there")
    void doesNotBelieveACommandThatSaysThatItSucceeded() throws Exception {
        OneEngine.scripts(world, recovery, OneEngine.effect(world, recovery));
        kaltstart.start("acting", recovery);
        await().until(
                        () -> kaltstart.bean(StepHistory.class).of(recovery),
                        steps -> steps.stream().anyMatch(step -> step.state().equals("waiting")));

        kaltstart.awaitLooks(recovery, "done", 3);

        assertThat(kaltstart.end(recovery)).isEmpty();
        assertThat(world.resolve(recovery + ".effects")).hasContent("x");
    }

    @Test
    @DisplayName("F04: a destructive step that asks a person is not begun again under the same approval")
    void aDestructiveStepIsNeverGivenItsCommandsAnew() throws Exception {
        // what a crash leaves behind between the failed act and the word to the engine
        OneEngine.scripts(world, recovery, OneEngine.effect(world, recovery));
        kaltstart.start("shattering", recovery);
        await().until(() -> Files.exists(world.resolve(recovery + ".effects")));
        JdbcClient database = kaltstart.bean(JdbcClient.class);
        database.sql("update step_execution set performed_at = null where recovery = ?")
                .param(recovery)
                .update();
        kaltstart.bean(StepWorker.class).stop();
        kaltstart.awaitEndOfLease(recovery);
        kaltstart.bean(StepWorker.class).start();
        kaltstart.awaitLooks(recovery, "done", 2);

        assertThat(world.resolve(recovery + ".effects")).hasContent("x");
        Files.createFile(world.resolve(recovery + ".done"));
        assertThat(kaltstart.awaitEnd(recovery)).isEqualTo("recovered");
    }

    @Test
    @DisplayName("F04: killed after a step has failed, before the engine was told")
    void aFailedTryIsNotGivenAnewBeforeItsFailureIsKnown() throws Exception {
        OneEngine.scripts(world, recovery, OneEngine.effect(world, recovery));
        Files.createFile(world.resolve(recovery + ".asks"));
        var killed = new AtomicBoolean();
        kaltstart.context.addApplicationListener((PayloadApplicationEvent<Object> event) -> {
            boolean ours = event.getPayload() instanceof EngineEvent.StepFailed failed
                    && failed.recovery().equals(recovery);
            if (ours && killed.compareAndSet(false, true)) {
                throw new IllegalStateException("as if killed: nothing of this transaction stays");
            }
        });
        kaltstart.start("acting", recovery);
        HumanTasks tasks = kaltstart.bean(HumanTasks.class);
        HumanTasks.Open resolve = await().atMost(Duration.ofSeconds(45))
                .until(() -> tasks.open(recovery), open -> !open.isEmpty())
                .get(0);

        assertThat(killed).isTrue();
        assertThat(world.resolve(recovery + ".effects")).hasContent("x");

        // what a person orders after that is a new try
        tasks.complete(resolve.id(), "ada", Map.of("decision", "retry", "resolveReason", "looked at it"));
        await().untilAsserted(
                        () -> assertThat(world.resolve(recovery + ".effects")).hasContent("x\nx"));
    }

    @Test
    @DisplayName("F20: the API fails in the middle of a step, and comes back")
    void anApiThatIsAwayUsesUpNoTry() throws Exception {
        OneEngine.scripts(world, recovery, OneEngine.effect(world, recovery));
        Files.createFile(world.resolve(recovery + ".away"));
        kaltstart.start("acting", recovery);
        await().atMost(Duration.ofSeconds(45)).until(() -> waiting().contains("the Kubernetes API answered 503"));

        kaltstart.awaitLooks(recovery, "done", 3);
        assertThat(world.resolve(recovery + ".effects")).hasContent("x");
        assertThat(kaltstart.bean(Processes.class).incidents(recovery)).isEmpty();

        Files.delete(world.resolve(recovery + ".away"));
        Files.createFile(world.resolve(recovery + ".done"));
        assertThat(kaltstart.awaitEnd(recovery)).isEqualTo("recovered");
        assertThat(world.resolve(recovery + ".effects")).hasContent("x");
    }

    private String waiting() {
        return String.join(
                "; ",
                kaltstart
                        .bean(JdbcClient.class)
                        .sql("select words from step_execution where recovery = ?")
                        .param(recovery)
                        .query(String.class)
                        .list());
    }
}
