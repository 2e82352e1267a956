package dev.kaltstart.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.Kaltstart;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.People;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.StepAddress;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What was approved is what runs, on a live cluster whose tool writes down what it was called with. */
@SpringBootTest(
        classes = {Kaltstart.class, WipeWorld.class},
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:approved-plan;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!",
            "kaltstart.processes=processes/,approval-models/",
            "kaltstart.worker.attempts=1"
        })
class ApprovedPlanTest {

    @TempDir
    static Path home;

    @Autowired
    Recoveries recoveries;

    @Autowired
    HumanTasks tasks;

    @Autowired
    Processes processes;

    @Autowired
    RuntimeService engine;

    @Autowired
    TaskService engineTasks;

    @Autowired
    WipeWorld world;

    @Autowired
    GivenApprovals approved;

    @Autowired
    People people;

    @Autowired
    JdbcClient sql;

    @DynamicPropertySource
    static void inATemporaryHome(DynamicPropertyRegistry properties) {
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
        properties.add("wipe.directory", home::toString);
    }

    /** Who starts, and so does not approve. */
    @BeforeEach
    void aSecondPerson() {
        people.ensureAdmin("admin", "S3cret-for-tests!");
    }

    @AfterEach
    void tidyUp() {
        world.tidyUp();
    }

    @Test
    void runsTheCommandsOfThePlanAndNothingElse() {
        world.has("wk-1/a");
        world.has("wk-1/b");
        String recovery = start("wipe-thing", "wk-1");

        approve(task(recovery, "approve_action"));
        ends(recovery, State.RECOVERED);

        assertThat(calls("wk-1")).containsExactly("wk-1/a", "wk-1/b");
        assertThat(approved.of(recovery)).singleElement().satisfies(approval -> {
            assertThat(approval.subject()).isEqualTo("node/wk-1");
            assertThat(approval.mode()).isEqualTo("live");
            assertThat(approval.digest()).hasSize(64);
            assertThat(approval.preview()).contains("wk-1/a", "wk-1/b");
            assertThat(approval.takenAt()).isNotNull();
        });
        assertThat(sql.sql("select distinct subject from command where recovery = ?")
                        .param(recovery)
                        .query(String.class)
                        .list())
                .containsExactly("node/wk-1");
    }

    @Test
    void oneThingMoreAfterTheApprovalWasAskedForAndNothingIsTouched() {
        world.has("wk-2/a");
        String recovery = start("wipe-thing", "wk-2");
        HumanTasks.Open approval = task(recovery, "approve_action");
        world.has("wk-2/latecomer");

        approve(approval);

        HumanTasks.Open resolve = task(recovery, "resolve_wipeThing");
        assertThat(calls("wk-2")).isEmpty();
        assertThat(engineTasks.getVariableLocal(resolve.id(), "taskWhy"))
                .asString()
                .contains("not what was approved any more", "New, and not approved:", "wk-2/latecomer");
        assertThat(approved.of(recovery)).singleElement().satisfies(old -> {
            assertThat(old.withdrawnAt()).isNotNull();
            assertThat(old.takenAt()).isNull();
        });

        assertThat(recoveries.timeline(recovery))
                .filteredOn(entry -> entry.code() != null)
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.kind()).isEqualTo("step-failed");
                    assertThat(entry.code()).isEqualTo("PLAN_CHANGED");
                    assertThat(entry.message()).doesNotContain("PLAN_CHANGED");
                });

        tasks.complete(resolve.id(), "ada", Map.of("decision", "retry", "resolveReason", "both may go"));
        approve(task(recovery, "approve_action"));
        ends(recovery, State.RECOVERED);
        assertThat(calls("wk-2")).containsExactly("wk-2/a", "wk-2/latecomer");
    }

    @Test
    void anotherMachineAfterTheApprovalWasAskedForAndNothingIsTouched() {
        world.has("wk-3/a");
        String recovery = start("wipe-thing", "wk-3");
        HumanTasks.Open approval = task(recovery, "approve_action");
        world.otherMachineAt("wk-3");

        approve(approval);

        HumanTasks.Open resolve = task(recovery, "resolve_wipeThing");
        assertThat(calls("wk-3")).isEmpty();
        tasks.complete(resolve.id(), "ada", Map.of("decision", "retry", "resolveReason", "look again"));
        HumanTasks.Open again = task(recovery, "resolve_previewAction");
        assertThat(engineTasks.getVariableLocal(again.id(), "taskWhy"))
                .as("what would be refused is not put before a person")
                .asString()
                .contains("Wipe thing cannot be approved", "another machine answers there");
        tasks.complete(again.id(), "ada", Map.of("decision", "abort", "resolveReason", "that is the NAS"));
        ends(recovery, State.ABORTED);
        assertThat(calls("wk-3")).isEmpty();
    }

    /** Attacks: another mode, another node, another recovery in the variables. */
    @Test
    void aVariableThatDiffersFromTheRecordStopsTheRun() {
        for (var forged :
                List.of(Map.entry("mode", "rehearsal"), Map.entry("node", "cp-3"), Map.entry("recovery", "another"))) {
            world.has("cp-2/a");
            String recovery = start("wipe-thing", "cp-2");
            HumanTasks.Open approval = task(recovery, "approve_action");
            String root = root(recovery);
            engine.setVariable(root, forged.getKey(), forged.getValue());

            approve(approval);

            var step = new StepAddress("wipeThing", Subject.node("cp-2"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> processes.incidents(recovery).containsKey(step));
            assertThat(processes.incidents(recovery).get(step))
                    .contains("'" + forged.getKey() + "' says '" + forged.getValue() + "'");
            assertThat(calls("cp-2")).isEmpty();
            engine.deleteProcessInstance(root, "end of the test");
            ends(recovery, State.ABORTED);
        }
    }

    @Test
    void aTaskWhoseVariablesDifferFromTheRecordCannotBeCompleted() {
        world.has("cp-1/a");
        String recovery = start("wipe-thing", "cp-1");
        HumanTasks.Open approval = task(recovery, "approve_action");
        engine.setVariable(
                engineTasks
                        .createTaskQuery()
                        .taskId(approval.id())
                        .singleResult()
                        .getExecutionId(),
                "node",
                "cp-3");

        assertThatThrownBy(() -> approve(approval))
                .isInstanceOf(HumanTask.Refused.class)
                .hasMessageContaining("'node' says 'cp-3'");
        engine.deleteProcessInstance(root(recovery), "end of the test");
        ends(recovery, State.ABORTED);
        assertThat(calls("cp-1")).isEmpty();
    }

    @Test
    void aRecoveryThatAnEarlierVersionStartedDestroysNothing() {
        world.has("wk-1/old");
        String recovery = start("wipe-thing", "wk-1");
        HumanTasks.Open approval = task(recovery, "approve_action");
        sql.sql("update recovery set model = null where id = ?").param(recovery).update();

        approve(approval);

        var step = new StepAddress("wipeThing", Subject.node("wk-1"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> processes.incidents(recovery).containsKey(step));
        assertThat(processes.incidents(recovery).get(step)).contains("earlier version", "Abort it and start it again");
        assertThat(world.calls()).doesNotContain("wk-1/old");
        engine.deleteProcessInstance(root(recovery), "end of the test");
        ends(recovery, State.ABORTED);
    }

    @Test
    void nothingThatWasApprovedIsLeftAfterTheEnd() {
        world.has("cp-3/left");
        String recovery = start("wipe-thing", "cp-3");
        HumanTasks.Open approval = task(recovery, "approve_action");
        world.breaks("cp-3");
        approve(approval);
        await().atMost(Duration.ofSeconds(30)).until(() -> processes.blocked(recovery));

        engine.deleteProcessInstance(root(recovery), "end of the test");
        ends(recovery, State.ABORTED);

        assertThat(approved.of(recovery))
                .singleElement()
                .satisfies(unused -> assertThat(unused.withdrawnAt()).isNotNull());
    }

    @Test
    void aLiveRecoveryStopsTheDrillOfItsClusterAndSaysSo() {
        world.has("wk-1/drilled");
        String drill = start("wipe-thing", "wk-1", Mode.DRILL);
        HumanTasks.Open approval = task(drill, "approve_action");
        world.has("wk-2/live");

        String live = start("wipe-thing", "wk-2", Mode.LIVE);

        ends(drill, State.ABORTED);
        assertThatThrownBy(() -> approve(approval)).isInstanceOf(IllegalStateException.class);
        assertThat(recoveries.timeline(drill))
                .extracting(Recoveries.Entry::message)
                .contains("makes way for the live recovery " + live);
        assertThat(recoveries.timeline(live))
                .extracting(Recoveries.Entry::message)
                .contains("the drill " + drill + " was stopped to make way");
        assertThatThrownBy(() -> start("wipe-thing", "wk-3", Mode.DRILL))
                .isInstanceOf(Recoveries.Busy.class)
                .hasMessageContaining(live);
        assertThatThrownBy(() -> start("wipe-thing", "wk-3", Mode.LIVE))
                .isInstanceOf(Recoveries.Busy.class)
                .hasMessageContaining(live);

        approve(task(live, "approve_action"));
        ends(live, State.RECOVERED);
        assertThat(world.calls()).contains("wk-2/live").doesNotContain("wk-1/drilled");
    }

    @Test
    void sixNodesAtOnceWithOneWrongMachineOneRefusalAndTwoFailures() {
        List<String> nodes = List.of("cp-1", "cp-2", "cp-3", "wk-1", "wk-2", "wk-3");
        int before = world.calls().size();
        nodes.forEach(node -> world.has(node + "/many"));
        String recovery = start("wipe-many", null);
        await().atMost(Duration.ofSeconds(60)).until(() -> tasks.open(recovery).size() == 6);
        assertThat(tasks.open(recovery))
                .extracting(open -> open.subject().label())
                .containsExactlyInAnyOrderElementsOf(nodes);

        world.otherMachineAt("wk-3");
        world.breaks("cp-1");
        world.breaks("cp-2");
        for (HumanTasks.Open open : tasks.open(recovery)) {
            if (open.subject().label().equals("wk-2")) {
                tasks.complete(open.id(), "ada", Map.of("approved", false, "approvalReason", "still needed"));
            } else {
                approve(open);
            }
        }

        HumanTasks.Open resolve = task(recovery, "resolve_wipeThing");
        assertThat(resolve.subject().label()).isEqualTo("wk-3");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> processes.incidents(recovery).size() == 2
                        && world.calls().size() - before == 2);
        assertThat(processes.incidents(recovery).keySet())
                .extracting(StepAddress::toString)
                .containsExactlyInAnyOrder("wipeThing@cp-1", "wipeThing@cp-2");
        assertThat(world.calls().subList(before, before + 2)).containsExactlyInAnyOrder("cp-3/many", "wk-1/many");

        world.works("cp-1");
        world.works("cp-2");
        processes.retry(recovery, new StepAddress("wipeThing", Subject.node("cp-2")));
        await().atMost(Duration.ofSeconds(60)).until(() -> world.calls().contains("cp-2/many"));
        assertThat(world.calls()).as("the other one waits for its own retry").doesNotContain("cp-1/many");
        processes.retry(recovery, new StepAddress("wipeThing", Subject.node("cp-1")));

        world.rightMachineAt("wk-3");
        tasks.complete(resolve.id(), "ada", Map.of("decision", "retry", "resolveReason", "it is back"));
        approve(task(recovery, "approve_action"));
        ends(recovery, State.RECOVERED);

        assertThat(world.calls().subList(before, world.calls().size()))
                .containsExactlyInAnyOrder("cp-1/many", "cp-2/many", "cp-3/many", "wk-1/many", "wk-3/many");
        assertThat(recoveries.timeline(recovery))
                .filteredOn(entry -> entry.kind().equals("step-done") && "wipeThing".equals(entry.step()))
                .extracting(Recoveries.Entry::subject)
                .contains("cp-1", "cp-2", "cp-3", "wk-1", "wk-3")
                .doesNotContain("wk-2");
        assertThat(approved.of(recovery))
                .filteredOn(approval -> approval.takenAt() != null)
                .extracting(GivenApprovals.Approval::subject)
                .containsExactlyInAnyOrder("node/cp-1", "node/cp-2", "node/cp-3", "node/wk-1", "node/wk-3");
    }

    private String root(String recovery) {
        return engine.createProcessInstanceQuery().processInstanceBusinessKey(recovery).list().stream()
                .filter(instance -> instance.getProcessInstanceId().equals(instance.getRootProcessInstanceId()))
                .map(ProcessInstance::getId)
                .findFirst()
                .orElseThrow();
    }

    private String start(String scenario, @Nullable String node) {
        return start(scenario, node, Mode.LIVE);
    }

    private String start(String scenario, @Nullable String node, Mode mode) {
        return recoveries
                .start(new Recoveries.Request(
                        WipeWorld.CLUSTER, scenario, mode, node, null, "test", "admin", null, null))
                .id();
    }

    private void approve(HumanTasks.Open task) {
        tasks.complete(
                task.id(),
                "ada",
                Map.of("approved", true, "typedCluster", WipeWorld.CLUSTER, "approvalReason", "it is dead"));
    }

    private HumanTasks.Open task(String recovery, String activity) {
        Predicate<HumanTasks.Open> wanted = open -> open.activity().equals(activity);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tasks.open(recovery).stream().anyMatch(wanted));
        return tasks.open(recovery).stream().filter(wanted).findFirst().orElseThrow();
    }

    private void ends(String recovery, State state) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> recoveries.find(recovery).orElseThrow().state(), state::equals);
    }

    private List<String> calls(String node) {
        return world.calls().stream()
                .filter(call -> call.startsWith(node + "/") && !call.endsWith("/many"))
                .toList();
    }
}
