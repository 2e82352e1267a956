package dev.kaltstart.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.EngineFixture;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.StepHistory;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.model.ExecutionSubjects;
import dev.kaltstart.engine.task.TaskForm;
import dev.kaltstart.engine.task.TaskProperties;
import dev.kaltstart.engine.task.TaskReminders;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/** A step is stuck, and the model says nothing about it. */
@SpringBootTest(
        classes = ResolveTest.Steps.class,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:resolve;DB_CLOSE_DELAY=-1",
            "kaltstart.processes=resolve-models/",
            "kaltstart.worker.attempts=1",
            "camunda.bpm.authorization.enabled=false"
        })
class ResolveTest {

    private static final String REASON = "looked at it";

    @Autowired
    Processes processes;

    @Autowired
    HumanTasks tasks;

    @Autowired
    StepHistory history;

    @Autowired
    EngineFixture.World world;

    @Autowired
    Orders orders;

    @Autowired
    TaskService camundaTasks;

    @Autowired
    RuntimeService runtime;

    @Autowired
    FormService forms;

    @Autowired
    RecoveryRecords recoveries;

    @Autowired
    ExecutionSubjects subjects;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    TransactionTemplate transaction;

    @Test
    void asksAPersonWithTheReasonTheCodeAndWhatWasTried() {
        String recovery = start("stuck-phase", "stuckFirst", new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));

        HumanTasks.Open task = task(recovery);

        assertThat(task.activity()).isEqualTo("resolve_stuckFirst");
        assertThat(task.name()).isEqualTo("Resolve: Stuck first");
        assertThat(local(task, "taskWhy")).isEqualTo("Stuck first is stuck: the disk is gone");
        assertThat(local(task, "taskCode")).isEqualTo("DISK\\_GONE");
        assertThat(local(task, "taskTried")).startsWith("Try 1, from 2").endsWith("UTC: the disk is gone");
        assertThat(local(task, "taskCommands")).isEqualTo("lsblk # DISK_GONE");
        assertThat(camundaTasks.getVariable(task.id(), "failureCode")).isEqualTo("DISK_GONE");
        assertThat(camundaTasks.getVariable(task.id(), "problem")).isEqualTo("Stuck first: the disk is gone");
        assertThat(history.of(recovery)).last().satisfies(failed -> {
            assertThat(failed.code()).isEqualTo("DISK_GONE");
            assertThat(failed.message()).isEqualTo("the disk is gone");
        });
    }

    @Test
    void retriesTheStepAndTellsBothTries() {
        String recovery = start("stuck-phase", "stuckFirst", new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));
        HumanTasks.Open first = task(recovery);
        decide(first, "retry");
        HumanTasks.Open second = taskOtherThan(recovery, first);
        assertThat(local(second, "taskTried")).contains("Try 1, from", "Try 2, from");
        assertThat(camundaTasks.getVariable(second.id(), "decision"))
                .as("the last decision is not this one")
                .isEqualTo("");

        orders.failures.remove(recovery + "/stuckFirst");
        decide(second, "retry");

        assertThat(world.awaitEnd(recovery)).isEqualTo("recovered");
        assertThat(history.of(recovery))
                .extracting(StepHistory.Execution::step)
                .containsExactly("stuckFirst", "stuckFirst", "stuckFirst", "stuckSecond", "stuckLast");
        assertThat(milestones(recovery)).containsExactly("first done", "last done");
    }

    @Test
    void skipsTheRestOfAPhaseThatCanBeSkipped() {
        String recovery = start("stuck-phase", "stuckFirst", new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));

        decide(task(recovery), "skip");

        assertThat(world.awaitEnd(recovery)).isEqualTo("recovered");
        assertThat(history.of(recovery))
                .extracting(StepHistory.Execution::step)
                .containsExactly("stuckFirst", "stuckLast");
        assertThat(milestones(recovery)).as("skipped is not reached").containsExactly("last done");
    }

    @Test
    void aMilestoneIsNotReachedOnTheWayOutOfIt() {
        String another = start("stuck-phase", "stuckLast", new Failure.NeedsHuman("NO_QUORUM", "there is no quorum"));
        assertThat(world.awaitEnd(another)).isEqualTo("failed");
        assertThat(milestones(another)).containsExactly("first done");

        String aborted = start("stuck-phase", "stuckFirst", new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));
        decide(task(aborted), "abort");
        assertThat(world.awaitEnd(aborted)).isEqualTo("aborted");
        assertThat(milestones(aborted)).isEmpty();
    }

    private List<String> milestones(String recovery) {
        return world.happened.stream()
                .filter(event -> event.recovery().equals(recovery))
                .filter(EngineEvent.MilestoneReached.class::isInstance)
                .map(event -> ((EngineEvent.MilestoneReached) event).name())
                .toList();
    }

    @Test
    void skipsAPhaseWithAllOfItsBranches() {
        String recovery = "stuck-fork-" + UUID.randomUUID();
        for (String step : List.of("stuckFirst", "stuckSecond")) {
            orders.failures.put(
                    recovery + "/" + step, new Failure.NeedsHuman("CODE_" + step, step + " does not go on"));
        }
        start("stuck-fork", recovery);
        List<HumanTasks.Open> open =
                await().atMost(Duration.ofSeconds(20)).until(() -> tasks.open(recovery), both -> both.size() == 2);
        for (HumanTasks.Open task : open) {
            String step = task.activity().substring("resolve_".length());
            assertThat(camundaTasks.getVariable(task.id(), "failureCode"))
                    .as("two branches of one scope")
                    .isEqualTo("CODE_" + step);
        }

        decide(open.get(0), "skip");

        assertThat(world.awaitEnd(recovery)).isEqualTo("recovered");
        assertThat(tasks.open(recovery)).isEmpty();
    }

    @Test
    void offersNoSkipOutsideOfSuchAPhase() throws Exception {
        String recovery = start("stuck-phase", "stuckLast", new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));

        HumanTasks.Open task = task(recovery);

        assertThat(choices(task)).containsExactly("retry", "forceIt", "abort");
        assertThatThrownBy(() -> decide(task, "skip"))
                .isInstanceOf(HumanTask.Refused.class)
                .hasMessageContaining("'decision' must be one of retry, forceIt, abort");
        assertThat(local(task, "taskExpect")).doesNotContain("Skip");
    }

    @Test
    void takesTheWayThatTheModelHasDrawnForTheStep() {
        String recovery = start("stuck-phase", "stuckLast", new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));
        HumanTasks.Open task = task(recovery);
        assertThat(local(task, "taskExpect")).contains("Force it");

        decide(task, "forceIt");

        assertThat(taskOtherThan(recovery, task).activity()).isEqualTo("choose");
    }

    @Test
    void followsTheCodeOfAFailureThatTheModelCatchesAtTheStep() {
        String recovery =
                start("stuck-phase", "stuckLast", new Failure.NeedsHuman("NO_QUORUM", "two of three are gone"));

        assertThat(world.awaitEnd(recovery)).isEqualTo("failed");
        assertThat(tasks.open(recovery)).isEmpty();
    }

    @Test
    void followsTheCodeOfAFailureThatTheModelCatchesAroundTheStep() {
        String recovery = start("stuck-phase", "stuckSecond", new Failure.NeedsHuman("OTHER_WAY", "there is another"));

        assertThat(world.awaitEnd(recovery)).isEqualTo("recovered");
        assertThat(history.of(recovery))
                .extracting(StepHistory.Execution::step)
                .containsExactly("stuckFirst", "stuckSecond");
    }

    @Test
    void abortsByTheModelsOwnPathWithTheReasonAtHand() {
        String recovery = start("stuck-phase", "stuckFirst", new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));

        decide(task(recovery), "abort");

        assertThat(world.awaitEnd(recovery)).isEqualTo("aborted");
        assertThat(history.of(recovery))
                .last()
                .satisfies(last -> assertThat(last.message()).isEqualTo("Stuck first: the disk is gone"));
        assertThat(world.happened)
                .filteredOn(event -> event instanceof EngineEvent.RunEnded
                        && event.recovery().equals(recovery))
                .hasSize(1);
    }

    @Test
    void refusesNoDecisionAndADecisionWithoutAReason() {
        String recovery = start("stuck-phase", "stuckFirst", new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));
        HumanTasks.Open task = task(recovery);

        assertThatThrownBy(() -> tasks.complete(task.id(), "ada", Map.of("resolveReason", REASON)))
                .isInstanceOf(HumanTask.Refused.class)
                .hasMessageContaining("retry, skip, abort");
        assertThatThrownBy(() -> tasks.complete(task.id(), "ada", Map.of("decision", "retry", "resolveReason", "  ")))
                .isInstanceOf(HumanTask.Refused.class)
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> tasks.complete(task.id(), "ada", Map.of("decision", "retry", "failureCode", "NONE")))
                .isInstanceOf(HumanTask.Refused.class)
                .hasMessageContaining("no field 'failureCode'");
        assertThat(tasks.open(recovery)).containsExactly(task);
    }

    @Test
    void twoThatAreStuckAtOnceDoNotOverwriteEachOther() {
        String recovery = "stuck-many-" + UUID.randomUUID();
        for (int n = 1; n <= 6; n++) {
            orders.failures.put(
                    recovery + "/stuckEach@wk-" + n, new Failure.NeedsHuman("CODE_" + n, "wk-" + n + " is stuck"));
        }
        start("stuck-many", recovery);
        List<HumanTasks.Open> open =
                await().atMost(Duration.ofSeconds(20)).until(() -> tasks.open(recovery), all -> all.size() == 6);

        for (HumanTasks.Open task : open) {
            String node = task.subject().label();
            assertThat(local(task, "taskWhy")).isEqualTo("Stuck each is stuck: " + node + " is stuck");
            assertThat(camundaTasks.getVariable(task.id(), "problem")).isEqualTo("Stuck each: " + node + " is stuck");
            assertThat(camundaTasks.getVariable(task.id(), "failureCode")).isEqualTo(node.replace("wk-", "CODE_"));
        }
        HumanTasks.Open skipped = of(open, "wk-1");
        orders.failures.remove(recovery + "/stuckEach@wk-2");
        decide(skipped, "skip");
        decide(of(open, "wk-2"), "retry");
        assertThat(camundaTasks.getVariable(of(open, "wk-3").id(), "decision"))
                .as("what was decided for others")
                .isEqualTo("");
        open.subList(0, 6).stream()
                .filter(task -> !List.of("wk-1", "wk-2").contains(task.subject().label()))
                .forEach(task -> {
                    orders.failures.remove(
                            recovery + "/stuckEach@" + task.subject().label());
                    decide(task, "retry");
                });

        assertThat(world.awaitEnd(recovery)).isEqualTo("recovered");
        assertThat(history.of(recovery))
                .filteredOn(
                        step -> step.step().equals("stuckEach") && step.state().equals("done"))
                .extracting(step -> step.subject().label())
                .containsExactlyInAnyOrder("wk-2", "wk-3", "wk-4", "wk-5", "wk-6");
    }

    @Test
    void remindsOnceAndEscalatesOnce() {
        String recovery = start("stuck-phase", "stuckFirst", new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));
        HumanTasks.Open task = task(recovery);

        remindersIn(Duration.ofMinutes(10)).remind();
        assertThat(waits(recovery)).isEmpty();
        remindersIn(Duration.ofMinutes(16)).remind();
        // after a restart nothing is known but the database
        remindersIn(Duration.ofMinutes(17)).remind();
        assertThat(waits(recovery)).extracting(EngineEvent.TaskWaits::escalated).containsExactly(false);
        assertThat(priority(task)).isEqualTo(TaskReminders.REMINDED);

        remindersIn(Duration.ofMinutes(61)).remind();
        remindersIn(Duration.ofMinutes(62)).remind();
        assertThat(waits(recovery)).extracting(EngineEvent.TaskWaits::escalated).containsExactly(false, true);
        assertThat(priority(task)).isEqualTo(TaskReminders.ESCALATED);
    }

    private TaskReminders remindersIn(Duration later) {
        return new TaskReminders(
                camundaTasks,
                runtime,
                recoveries,
                subjects,
                events,
                transaction,
                new TaskProperties(Duration.ofMinutes(15), Duration.ofHours(1)),
                Clock.offset(Clock.systemUTC(), later));
    }

    private List<EngineEvent.TaskWaits> waits(String recovery) {
        return world.happened.stream()
                .filter(event -> event.recovery().equals(recovery))
                .filter(EngineEvent.TaskWaits.class::isInstance)
                .map(EngineEvent.TaskWaits.class::cast)
                .toList();
    }

    private int priority(HumanTasks.Open task) {
        return camundaTasks.createTaskQuery().taskId(task.id()).singleResult().getPriority();
    }

    private static HumanTasks.Open of(List<HumanTasks.Open> open, String node) {
        return open.stream()
                .filter(task -> task.subject().label().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private void decide(HumanTasks.Open task, String decision) {
        tasks.complete(task.id(), "ada", Map.of("decision", decision, "resolveReason", REASON));
    }

    private String local(HumanTasks.Open task, String name) {
        return String.valueOf(camundaTasks.getVariableLocal(task.id(), name));
    }

    private List<String> choices(HumanTasks.Open task) throws Exception {
        try (var form = forms.getDeployedTaskForm(task.id())) {
            return Objects.requireNonNull(
                    TaskForm.of(form).field("decision").orElseThrow().choices());
        }
    }

    private HumanTasks.Open task(String recovery) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> tasks.open(recovery), open -> !open.isEmpty())
                .get(0);
    }

    private HumanTasks.Open taskOtherThan(String recovery, HumanTasks.Open earlier) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> tasks.open(recovery),
                        open -> open.stream().anyMatch(task -> !task.id().equals(earlier.id())))
                .get(0);
    }

    private String start(String model, String step, Failure failure) {
        String recovery = model + "-" + UUID.randomUUID();
        orders.failures.put(recovery + "/" + step, failure);
        return start(model, recovery);
    }

    private String start(String model, String recovery) {
        processes.start(
                model,
                recovery,
                Map.of(RunFacts.RECOVERY, recovery, RunFacts.CLUSTER, "any", RunFacts.MODE, Mode.REHEARSAL));
        return recovery;
    }

    /** What fails and how, by recovery and step. */
    static class Orders {
        final Map<String, Failure> failures = new ConcurrentHashMap<>();
    }

    @Import(EngineFixture.class)
    static class Steps {

        @Bean
        Orders orders() {
            return new Orders();
        }

        @Bean
        Step stuckFirst(Orders orders) {
            return new Ordered("stuckFirst", orders);
        }

        @Bean
        Step stuckSecond(Orders orders) {
            return new Ordered("stuckSecond", orders);
        }

        @Bean
        Step stuckLast(Orders orders) {
            return new Ordered("stuckLast", orders);
        }

        @Bean
        Step stuckEach(Orders orders) {
            return new Ordered("stuckEach", orders);
        }

        @Bean
        Step listMany() {
            return new Step() {
                @Override
                public Check check(Run run) {
                    run.setSubjects(
                            "many",
                            List.of("wk-1", "wk-2", "wk-3", "wk-4", "wk-5", "wk-6").stream()
                                    .map(Subject::node)
                                    .toList());
                    return Check.met("listed");
                }
            };
        }

        @Bean
        Step repeatProblem() {
            return new Step() {
                @Override
                public Check check(Run run) {
                    return Check.met(run.get(RunFacts.PROBLEM));
                }
            };
        }
    }

    private static final class Ordered extends Step {

        private final String name;
        private final Orders orders;

        Ordered(String name, Orders orders) {
            this.name = name;
            this.orders = orders;
        }

        @Override
        public Check check(Run run) {
            String subject =
                    run.subject().label().isEmpty() ? "" : "@" + run.subject().label();
            Failure failure = orders.failures.get(run.recovery() + "/" + name + subject);
            if (failure != null) {
                throw failure;
            }
            return Check.met("nothing ordered");
        }

        @Override
        public List<String> remedies(Run run, String code) {
            return List.of("lsblk # " + code);
        }

        @Override
        public Set<Fact<?>> writes() {
            return Set.of();
        }
    }
}
