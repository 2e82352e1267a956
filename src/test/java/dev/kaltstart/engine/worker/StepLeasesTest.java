package dev.kaltstart.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.engine.OneEngine;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.CommandLog;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.shell.Shells;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The border between a step and the world. */
@Timeout(120)
class StepLeasesTest {

    @TempDir
    static Path world;

    private static OneEngine kaltstart;
    private final String recovery = "r-" + UUID.randomUUID();

    @BeforeAll
    static void anEngine() {
        kaltstart = OneEngine.in(world, "home", "kaltstart.worker.lease=5s");
        // the tests hold the leases
        kaltstart.bean(StepWorker.class).stop();
    }

    @AfterAll
    static void close() {
        kaltstart.close();
    }

    @Test
    void aCommandPassesAndTheLeaseIsNewWhenTheStepIsOurs() throws Exception {
        ExternalTask task = leased(kaltstart.bean(StepLeases.class).worker(), 3000);

        assertThat(shell(task, 0).run(Command.of("true")).succeeded()).isTrue();

        assertThat(again(task).getLockExpirationTime()).isAfter(task.getLockExpirationTime());
    }

    @Test
    void refusesTheCommandOfAStepThatAnotherHas() throws Exception {
        refused(leased("another-kaltstart", 60_000), 0, "locked by worker");
    }

    @Test
    void refusesTheCommandOfAStepWhoseLeaseRanOut() throws Exception {
        ExternalTask task = leased(kaltstart.bean(StepLeases.class).worker(), 10);
        Thread.sleep(50);

        refused(task, 0, "expired");
    }

    @Test
    void refusesTheCommandOfAnEarlierAttempt() throws Exception {
        ExternalTask task = leased(kaltstart.bean(StepLeases.class).worker(), 60_000);
        kaltstart.bean(StepExecutions.class).attemptFailed(task.getId());

        refused(task, 0, "a later attempt");
        assertThatCode(() -> shell(task, 1).run(Command.of("true"))).doesNotThrowAnyException();
    }

    @Test
    void refusesToTouchWhatTheOneWhoTookOverHasBegun() throws Exception {
        ExternalTask task = leased(kaltstart.bean(StepLeases.class).worker(), 60_000);
        shell(task, 0).run(Command.of("true"));
        kaltstart
                .bean(JdbcClient.class)
                .sql("update command set state = 'STARTED', ending = null, ended_at = null, host = 'another'")
                .update();
        lease(task, "another-kaltstart", 60_000);

        assertThatThrownBy(() -> shell(task, 0).run(Command.of("true"))).isInstanceOf(Shell.Fenced.class);

        assertThat(commands()).extracting(CommandLog.CommandRecord::state).containsExactly("STARTED");
    }

    private void refused(ExternalTask task, int attempt, String why) {
        assertThatThrownBy(() -> shell(task, attempt)
                        .run(Command.of("touch", world.resolve(recovery).toString())))
                .isInstanceOf(Shell.Fenced.class)
                .hasMessageContaining("refused before the command was begun")
                .hasMessageContaining(why);
        assertThat(world.resolve(recovery)).doesNotExist();
        assertThat(commands()).isEmpty();
    }

    private List<CommandLog.CommandRecord> commands() {
        return kaltstart.bean(CommandLog.class).of(recovery);
    }

    private Shell shell(ExternalTask task, int attempt) {
        Shells shells = kaltstart.bean(Shells.class);
        return shells.of(recovery, task.getId() + "-" + attempt, shells.local());
    }

    private ExternalTask leased(String worker, long millis) throws IOException {
        kaltstart.start("watching", recovery);
        ExternalTask task = await().until(
                        () -> engine().createExternalTaskQuery()
                                .processInstanceIdIn(instance())
                                .singleResult(),
                        found -> found != null);
        kaltstart
                .bean(StepExecutions.class)
                .begin(
                        task.getId(),
                        recovery,
                        new Subject.WholeCluster(),
                        "watching",
                        "waitInWorld",
                        "Wait in world",
                        Instant.now());
        lease(task, worker, millis);
        return again(task);
    }

    private String instance() {
        return kaltstart
                .bean(org.camunda.bpm.engine.RuntimeService.class)
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(recovery)
                .singleResult()
                .getId();
    }

    private void lease(ExternalTask task, String worker, long millis) {
        if (task.getWorkerId() != null) {
            engine().unlock(task.getId());
        }
        engine().lock(task.getId(), worker, millis);
    }

    private ExternalTask again(ExternalTask task) {
        return engine().createExternalTaskQuery().externalTaskId(task.getId()).singleResult();
    }

    private static ExternalTaskService engine() {
        return kaltstart.bean(ExternalTaskService.class);
    }
}
