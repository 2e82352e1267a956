package dev.kaltstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.model.ModelDeployment;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(
        classes = EngineFixture.class,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:engine;DB_CLOSE_DELAY=-1",
            "kaltstart.processes=engine-models/",
            "kaltstart.worker.lease=2s",
            "kaltstart.worker.threads=4",
            "kaltstart.worker.attempts=2",
            "camunda.bpm.authorization.enabled=false"
        })
class EngineTest {

    private static final StepAddress FAILING = new StepAddress("failAsOrdered", new Subject.WholeCluster());

    @Autowired
    Processes processes;

    @Autowired
    HumanTasks tasks;

    @Autowired
    StepHistory steps;

    @Autowired
    EngineFixture.World world;

    @Autowired
    HistoryService history;

    @Autowired
    TaskService camundaTasks;

    @Autowired
    ModelDeployment deployment;

    @Autowired
    ProcessEngine engine;

    @Autowired
    ExternalTaskService externalTasks;

    @Test
    void handsFactsFromStepToStepAndEndsAtTheEndEventItReached() {
        String recovery = start("straight");

        assertThat(world.awaitEnd(recovery)).isEqualTo("recovered");
        assertThat(world.effects(recovery)).isEqualTo(1);
        assertThat(steps.of(recovery))
                .extracting(StepHistory.Execution::step, StepHistory.Execution::state, StepHistory.Execution::message)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("countOnce", "done", "counted 1"),
                        org.assertj.core.groups.Tuple.tuple("repeatFact", "done", "said count was 1"));
    }

    @Test
    void doesNotActWhenTheEffectIsThereAlready() {
        String recovery = "already-" + UUID.randomUUID();
        world.effect(recovery);
        start("straight", recovery);

        assertThat(world.awaitEnd(recovery)).isEqualTo("recovered");
        assertThat(world.effects(recovery)).isEqualTo(1);
    }

    @Test
    void routesWhatNeedsAHumanToThePersonWithTheProblemInTheBrief() {
        String recovery = failing("asks", new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));

        HumanTasks.Open task = awaitTask(recovery);
        assertThat(camundaTasks.getVariableLocal(task.id(), "taskWhy"))
                .isEqualTo("why Fail as ordered: the disk is gone");
        assertThat(camundaTasks.getVariableLocal(task.id(), "taskCommands")).isEqualTo("one\ntwo");
        assertThatThrownBy(() -> tasks.complete(task.id(), "ada", Map.of()))
                .isInstanceOf(HumanTask.Refused.class)
                .hasMessageContaining("say something");

        tasks.complete(task.id(), "ada", Map.of("said", "stop it"));

        assertThat(world.awaitEnd(recovery)).isEqualTo("aborted");
        assertThat(world.happened)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                EngineEvent.TaskCompleted.class,
                                completed -> assertThat(completed.person()).isEqualTo("ada")));
    }

    @Test
    void completesATaskOnceOnly() {
        String recovery = failing("asks", new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));
        HumanTasks.Open task = awaitTask(recovery);
        tasks.complete(task.id(), "ada", Map.of("said", "stop it"));

        assertThatThrownBy(() -> tasks.complete(task.id(), "ada", Map.of("said", "again")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysOnceThatARunHasEndedAlsoWhenItIsDeleted() {
        String regular = start("straight");
        world.awaitEnd(regular);
        String deleted = failing("asks", new Failure.NeedsHuman("DISK_GONE", "the disk is gone"));
        awaitTask(deleted);
        engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(deleted)
                .rootProcessInstances()
                .list()
                .forEach(run -> engine.getRuntimeService().deleteProcessInstance(run.getId(), "deleted in Cockpit"));

        assertThat(world.awaitEnd(deleted)).isEqualTo("aborted");
        for (String recovery : List.of(regular, deleted)) {
            assertThat(world.happened)
                    .filteredOn(EngineEvent.RunEnded.class::isInstance)
                    .filteredOn(event -> event.recovery().equals(recovery))
                    .as(recovery)
                    .hasSize(1);
        }
    }

    @Test
    void makesAnIncidentOfWhatNobodyCatchesAndNeverAnEnd() {
        String recovery = failing("careless", new Failure.Fatal("DISK_GONE", "the disk is gone"));

        await().atMost(Duration.ofSeconds(20)).until(() -> processes.blocked(recovery));
        assertThat(processes.incidents(recovery)).containsEntry(FAILING, "the disk is gone");
        await().untilAsserted(() -> assertThat(world.happened)
                .filteredOn(EngineEvent.IncidentOpened.class::isInstance)
                .filteredOn(event -> event.recovery().equals(recovery))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .extracting("step", "message")
                        .containsExactly(FAILING.step(), "the disk is gone")));
        assertThat(world.end(recovery)).isEmpty();
    }

    @Test
    void triesWhatIsNotReadyAgainThenBlocksAndGoesOnAfterARetry() {
        String recovery = failing("careless", new Failure.Retryable("NOT_THERE", "not there"));

        await().atMost(Duration.ofSeconds(20)).until(() -> processes.blocked(recovery));
        assertThat(world.effects(recovery)).isEqualTo(2);

        world.failures.remove(recovery);
        processes.retry(recovery, FAILING);
        assertThat(world.awaitEnd(recovery)).isEqualTo("recovered");
    }

    @Test
    void treatsABugAsSomethingThatIsNotReadyAndShowsIt() {
        String recovery = failing("careless", new IllegalStateException("off by one"));

        await().atMost(Duration.ofSeconds(20)).until(() -> processes.blocked(recovery));
        assertThat(processes.incidents(recovery).get(FAILING))
                .contains("IllegalStateException")
                .contains("off by one");
    }

    @Test
    void endsAsFailedWhenGoingOnWouldDestroyData() {
        String recovery = failing("asks", new Failure.Fatal("OTHER_PKI", "that would be another cluster"));

        assertThat(world.awaitEnd(recovery)).isEqualTo("failed");
    }

    @Test
    void givesUpAWaitAtTheLimitInTheModel() {
        String recovery = start("waiting");

        assertThat(world.awaitEnd(recovery)).isEqualTo("failed");
        assertThat(steps.of(recovery).get(0).message()).isEqualTo("not there after 2s: no go yet");
    }

    @Test
    void theTimeBeforeItsTurnIsNotThatOfTheStep() {
        String recovery = "turn-" + UUID.randomUUID();
        world.others.put(recovery, "2 others");
        start("waiting", recovery);

        // a look every tenth of a second, and a limit of two seconds
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        world.looks.getOrDefault(recovery, new AtomicInteger()).get() > 40);
        assertThat(world.end(recovery)).isEmpty();
        assertThat(steps.of(recovery))
                .singleElement()
                .satisfies(step -> assertThat(step.message()).isEqualTo("waits for 2 others"));

        world.go.put(recovery, true);
        world.others.remove(recovery);
        assertThat(world.awaitEnd(recovery)).isEqualTo("recovered");
    }

    @Test
    void holdsNoThreadWhileItWaits() {
        List<String> waiting =
                IntStream.range(0, 40).mapToObj(n -> start("patient")).toList();

        // 40 waits share four threads with this one
        String straight = start("straight");
        waiting.forEach(recovery -> world.go.put(recovery, true));

        assertThat(world.awaitEnd(straight)).isEqualTo("recovered");
        assertThat(waiting)
                .allSatisfy(recovery -> assertThat(world.awaitEnd(recovery)).isEqualTo("recovered"));
    }

    @Test
    void tellsAStepToStopWhenItsRunIsAborted() throws InterruptedException {
        String recovery = "hanging-" + UUID.randomUUID();
        var stopped = new CountDownLatch(1);
        world.stopped.put(recovery, stopped);
        world.hang.put(recovery, true);
        start("asks", recovery);
        await().until(() -> world.effects(recovery) == 1);

        processes.abort(recovery, "enough");

        assertThat(world.awaitEnd(recovery)).isEqualTo("aborted");
        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void keepsTheLeaseOfAStepThatTakesLongerThanIt() {
        String recovery = "long-" + UUID.randomUUID();
        world.hang.put(recovery, true);
        start("asks", recovery);

        await().until(() -> world.effects(recovery) == 1);
        Date first = leaseEnd(recovery);
        await("more than two leases have passed")
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        Duration.between(first.toInstant(), leaseEnd(recovery).toInstant())
                                        .compareTo(Duration.ofSeconds(5))
                                > 0);
        assertThat(world.effects(recovery)).isEqualTo(1);
        processes.abort(recovery, "enough");
        world.awaitEnd(recovery);
    }

    private Date leaseEnd(String recovery) {
        return externalTasks.createExternalTaskQuery().list().stream()
                .filter(task -> recovery.equals(task.getBusinessKey()))
                .map(ExternalTask::getLockExpirationTime)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void destroysNothingWithoutAnApproval() {
        String recovery = start("destroying");

        assertThat(world.awaitEnd(recovery)).isEqualTo("failed");
        assertThat(world.effects(recovery)).isZero();
        assertThat(steps.of(recovery).get(0).message()).contains("no unused approval");
    }

    @Test
    void destroysNothingWhenItIsNotTheOneThatWasMeant() {
        String recovery = "mistaken-" + UUID.randomUUID();
        world.allowed.put(recovery, true);
        world.identified.put(recovery, false);
        start("destroying", recovery);

        assertThat(world.awaitEnd(recovery)).isEqualTo("failed");
        assertThat(world.effects(recovery)).isZero();
        assertThat(steps.of(recovery).get(0).message()).contains("refused before any command: it is another one");
    }

    @Test
    void destroysOnceWhenAPersonAllowedIt() {
        String recovery = "allowed-" + UUID.randomUUID();
        world.allowed.put(recovery, true);
        start("destroying", recovery);

        assertThat(world.awaitEnd(recovery)).isEqualTo("recovered");
        assertThat(world.effects(recovery)).isEqualTo(1);
    }

    @Test
    void deploysNothingNewOnASecondStart() {
        long before = engine.getRepositoryService().createDeploymentQuery().count();

        deployment.postProcessEngineBuild(engine);

        assertThat(engine.getRepositoryService().createDeploymentQuery().count())
                .isEqualTo(before)
                .isPositive();
    }

    private HumanTasks.Open awaitTask(String recovery) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> tasks.open(recovery), open -> !open.isEmpty())
                .get(0);
    }

    private String failing(String model, RuntimeException failure) {
        String recovery = model + "-" + UUID.randomUUID();
        world.failures.put(recovery, failure);
        return start(model, recovery);
    }

    private String start(String model) {
        return start(model, model + "-" + UUID.randomUUID());
    }

    private String start(String model, String recovery) {
        processes.start(
                model,
                recovery,
                Map.of(RunFacts.RECOVERY, recovery, RunFacts.CLUSTER, "any", RunFacts.MODE, Mode.REHEARSAL));
        return recovery;
    }
}
