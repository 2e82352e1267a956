package dev.kaltstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What waits while Kaltstart is stopped, and goes on under another one. */
@Timeout(180)
class UpgradeTest {

    private static final String NEXT = "kaltstart.processes=fault-models-next/";

    @TempDir
    Path world;

    private final String recovery = "r-" + UUID.randomUUID();

    @Test
    @DisplayName("F33: a model is changed while an instance of it waits")
    void aRecoveryEndsByTheModelItBeganWith() throws Exception {
        try (var before = OneEngine.in(world, "home")) {
            before.start("watching", recovery);
            await().until(() -> before.bean(StepHistory.class).of(recovery).size() == 1);
        }
        String later = recovery + "-later";
        Files.createFile(world.resolve(recovery + ".go"));
        Files.createFile(world.resolve(later + ".go"));
        Files.createFile(world.resolve(later + ".done"));

        try (var after = OneEngine.in(world, "home", NEXT)) {
            after.start("watching", later);

            assertThat(after.awaitEnd(recovery)).isEqualTo("recovered");
            assertThat(after.awaitEnd(later)).isEqualTo("aborted");
            assertThat(after.openIncidents()).isZero();
        }
    }

    @Test
    @DisplayName("F36: a human task survives a restart, an upgrade and its assignee")
    void aHumanTaskOutlivesARestartAndThePersonItWasGivenTo() throws Exception {
        String task;
        try (var before = OneEngine.in(world, "home")) {
            before.start("asking", recovery);
            task = await().until(() -> before.bean(HumanTasks.class).open(recovery), open -> !open.isEmpty())
                    .get(0)
                    .id();
            operator(before, "ada");
            operator(before, "grace");
            before.bean(TaskService.class).claim(task, "ada");
            // a draft that was saved
            before.bean(TaskService.class).setVariableLocal(task, "taskDraft_half", "a sentence begun");
        }
        Files.createFile(world.resolve(recovery + ".done"));

        try (var after = OneEngine.in(world, "home", NEXT)) {
            HumanTasks tasks = after.bean(HumanTasks.class);
            assertThat(tasks.open(recovery))
                    .singleElement()
                    .satisfies(open -> assertThat(open.id()).isEqualTo(task));
            TaskService camunda = after.bean(TaskService.class);
            assertThat(camunda.getVariableLocal(task, "taskDraft_half")).isEqualTo("a sentence begun");
            assertThat(camunda.createTaskQuery().taskId(task).singleResult().getCreateTime())
                    .isInThePast();
            assertThatThrownBy(() -> tasks.complete(task, "grace", Map.of()))
                    .isInstanceOf(HumanTask.Refused.class)
                    .hasMessageContaining("claimed by ada");
            // nobody of the name ada is left; the task is given to another
            after.bean(IdentityService.class).deleteUser("ada");
            assertThatThrownBy(() -> camunda.setAssignee(task, "ada")).hasMessageContaining("no such person");
            camunda.setAssignee(task, "grace");
            tasks.complete(task, "grace", Map.of());
            assertThatThrownBy(() -> tasks.complete(task, "ada", Map.of())).isInstanceOf(IllegalStateException.class);

            assertThat(after.awaitEnd(recovery)).isEqualTo("recovered");
            assertThat(after.bean(org.camunda.bpm.engine.HistoryService.class)
                            .createHistoricTaskInstanceQuery()
                            .list())
                    .extracting(HistoricTaskInstance::getAssignee)
                    .containsExactly("grace");
        }
    }

    @Test
    void aStepThatIsStuckCanBeResolvedAfterARestart() throws Exception {
        OneEngine.scripts(world, recovery, OneEngine.effect(world, recovery));
        Files.createFile(world.resolve(recovery + ".asks"));
        String task;
        try (var before = OneEngine.in(world, "home")) {
            before.start("acting", recovery);
            task = await().until(() -> before.bean(HumanTasks.class).open(recovery), open -> !open.isEmpty())
                    .get(0)
                    .id();
        }
        Files.createFile(world.resolve(recovery + ".done"));

        try (var after = OneEngine.in(world, "home")) {
            HumanTasks tasks = after.bean(HumanTasks.class);
            assertThat(tasks.open(recovery)).singleElement().satisfies(open -> {
                assertThat(open.id()).isEqualTo(task);
                assertThat(open.activity()).isEqualTo("resolve_actInWorld");
            });
            assertThatThrownBy(() -> tasks.complete(
                            task, "ada", Map.of("decision", "skip", "resolveReason", "nothing is left to do")))
                    .isInstanceOf(HumanTask.Refused.class)
                    .hasMessageContaining("retry, abort");
            assertThat(after.bean(TaskService.class).getVariable(task, "failureCode"))
                    .isEqualTo("ASKED");
            tasks.complete(task, "ada", Map.of("decision", "retry", "resolveReason", "done by hand"));

            assertThat(after.awaitEnd(recovery)).isEqualTo("recovered");
        }
        assertThat(world.resolve(recovery + ".effects")).hasContent("x");
    }

    private static void operator(OneEngine kaltstart, String name) {
        var identity = kaltstart.bean(IdentityService.class);
        identity.saveUser(identity.newUser(name));
        if (identity.createGroupQuery().groupId(People.OPERATORS).count() == 0) {
            identity.saveGroup(identity.newGroup(People.OPERATORS));
        }
        identity.createMembership(name, People.OPERATORS);
    }

    @Test
    @DisplayName("F36: two people complete one task at once")
    void ofTwoWhoCompleteATaskAtOnceOneCounts() throws Exception {
        try (var kaltstart = OneEngine.in(world, "home")) {
            kaltstart.start("asking", recovery);
            HumanTasks tasks = kaltstart.bean(HumanTasks.class);
            String task = await().until(() -> tasks.open(recovery), open -> !open.isEmpty())
                    .get(0)
                    .id();
            Files.createFile(world.resolve(recovery + ".done"));
            var counted = new AtomicInteger();
            var refused = new AtomicInteger();
            var people = IntStream.range(0, 6)
                    .mapToObj(n -> new Thread(() -> {
                        try {
                            tasks.complete(task, "person-" + n, Map.of());
                            counted.incrementAndGet();
                        } catch (IllegalStateException e) {
                            refused.incrementAndGet();
                        }
                    }))
                    .toList();
            people.forEach(Thread::start);
            for (Thread person : people) {
                person.join(Duration.ofSeconds(30).toMillis());
            }

            assertThat(counted).hasValue(1);
            assertThat(refused).hasValue(5);
            assertThat(kaltstart.awaitEnd(recovery)).isEqualTo("recovered");
        }
    }
}
