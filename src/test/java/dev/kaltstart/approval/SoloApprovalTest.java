package dev.kaltstart.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.Kaltstart;
import dev.kaltstart.access.Visitor;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.People;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.State;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Two people where there are two, and a delay where there is one: on a live cluster, over HTTP. */
@DirtiesContext
@SpringBootTest(
        classes = {Kaltstart.class, WipeWorld.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:solo-approval;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!",
            "kaltstart.processes=processes/,approval-models/",
            "kaltstart.approval.solo-delay=6s"
        })
class SoloApprovalTest {

    private static final String PASSWORD = "S3cret-for-tests!";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path home;

    @LocalServerPort
    int port;

    @Autowired
    Recoveries recoveries;

    @Autowired
    HumanTasks tasks;

    @Autowired
    GivenApprovals approved;

    @Autowired
    RuntimeService engine;

    @Autowired
    TaskService engineTasks;

    @Autowired
    IdentityService identity;

    @Autowired
    WipeWorld world;

    @Autowired
    ObjectMapper json;

    private Visitor admin;
    private Visitor bob;

    @DynamicPropertySource
    static void inATemporaryHome(DynamicPropertyRegistry properties) {
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
        properties.add("wipe.directory", home::toString);
    }

    /** An administrator, and an operator who does not approve. */
    @BeforeEach
    void people() {
        group("approvers");
        group("observers");
        if (identity.createUserQuery().memberOfGroup("approvers").count() == 0) {
            identity.createMembership("admin", "approvers");
        }
        admin = Visitor.at(port).as("admin", PASSWORD);
        bob = person("bob", People.OPERATORS);
    }

    @AfterEach
    void tidyUp() {
        engine.createProcessInstanceQuery().list().stream()
                .filter(instance -> instance.getProcessInstanceId().equals(instance.getRootProcessInstanceId()))
                .map(ProcessInstance::getId)
                .forEach(id -> engine.deleteProcessInstance(id, "end of the test"));
        List.of("ann", "bob", "olga").forEach(identity::deleteUser);
        world.tidyUp();
    }

    private void group(String name) {
        if (identity.createGroupQuery().groupId(name).count() == 0) {
            identity.saveGroup(identity.newGroup(name));
        }
    }

    private Visitor person(String name, String... groups) {
        var user = identity.newUser(name);
        user.setPassword(PASSWORD);
        identity.saveUser(user);
        List.of(groups).forEach(group -> identity.createMembership(name, group));
        return Visitor.at(port).as(name, PASSWORD);
    }

    @Test
    void whatOnePersonAloneApprovedRunsAfterTheDelayAndEverybodySeesIt() throws IOException {
        world.has("wk-1/alone");
        String recovery = start(admin, "wk-1");
        HumanTasks.Open task = task(recovery, "approve_action");
        assertThat(engineTasks.getVariableLocal(task.id(), "taskWhy"))
                .asString()
                .contains("You are the only person who can approve: it runs 6 s after you approve");

        assertThat(approve(admin, task).statusCode()).isEqualTo(204);

        await().atMost(PATIENCE)
                .until(() -> message(recovery).startsWith("approved by admin alone: runs at 20")
                        && message(recovery).endsWith("Z unless it is cancelled"));
        assertThat(world.calls()).doesNotContain("wk-1/alone");
        assertThat(bob.get("/recoveries/" + recovery).body())
                .contains("Runs at ", "unless cancelled", "Approved by admin alone", "Cancel</button>");
        assertThat(recoveries.timeline(recovery))
                .filteredOn(entry -> entry.kind().equals("approved-alone"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.message())
                        .contains("in 6 s", "it can be cancelled at /recoveries/" + recovery + "/plans/"));

        ends(recovery, State.RECOVERED);
        assertThat(world.calls()).containsOnlyOnce("wk-1/alone");
        assertThat(approved.of(recovery)).singleElement().satisfies(approval -> {
            assertThat(approval.solo()).isTrue();
            assertThat(approval.takenAt())
                    .isAfterOrEqualTo(approval.approvedAt().plusSeconds(6));
        });
    }

    @Test
    void anyOperatorCancelsInTimeAndThePersonIsAskedAgain() throws IOException {
        world.has("wk-2/cancelled");
        String recovery = start(admin, "wk-2");
        approve(admin, task(recovery, "approve_action"));
        await().atMost(PATIENCE).until(() -> message(recovery).startsWith("approved by admin alone"));

        var answer = bob.post(withdraw(recovery, bundle(recovery)), "{\"reason\": \"that is the wrong node\"}");

        assertThat(answer.body()).isEqualTo("{\"withdrawn\":[\"wipeThing\"]}");
        HumanTasks.Open resolve = task(recovery, "resolve_wipeThing");
        assertThat(engineTasks.getVariableLocal(resolve.id(), "taskWhy"))
                .asString()
                .contains("bob cancelled the approval");
        assertThat(world.calls()).doesNotContain("wk-2/cancelled");
        assertThat(recoveries.timeline(recovery))
                .filteredOn(entry -> entry.kind().equals("approval-cancelled"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.person()).isEqualTo("bob");
                    assertThat(entry.message()).contains("that is the wrong node");
                });
        assertThat(admin.get("/api/recoveries/" + recovery + "/audit").body().lines())
                .anySatisfy(line -> assertThat(line)
                        .contains("\"approval-withdrawn\"", "\"bob\"", "that is the wrong node", "wipeThing"));

        tasks.complete(resolve.id(), "admin", Map.of("decision", "retry", "resolveReason", "it was the right one"));
        approve(admin, task(recovery, "approve_action"));
        ends(recovery, State.RECOVERED);
        assertThat(approved.of(recovery))
                .hasSize(2)
                .allSatisfy(approval -> assertThat(approval.solo()).isTrue());
        assertThat(world.calls()).containsOnlyOnce("wk-2/cancelled");
    }

    @Test
    void theButtonOfThePageCancelsToo() throws IOException {
        world.has("wk-3/button");
        String recovery = start(admin, "wk-3");
        approve(admin, task(recovery, "approve_action"));
        String plan = "/recoveries/" + recovery + "/plans/" + bundle(recovery);

        var answer = bob.with("Origin", "http://localhost:" + port)
                .with("Sec-Fetch-Site", "same-origin")
                .send("POST", plan + "/withdraw", "");

        assertThat(answer.statusCode()).isEqualTo(302);
        task(recovery, "resolve_wipeThing");
        assertThat(world.calls()).doesNotContain("wk-3/button");
        assertThat(approved.of(recovery))
                .extracting(GivenApprovals.Approval::withdrawnBy)
                .containsExactly("bob");
        assertThat(admin.get("/api/recoveries/" + recovery + "/audit").body()).contains("POST " + plan + "/withdraw");
    }

    @Test
    void whoStartedItIsRefusedWhereAnotherPersonCanApproveAndThatOneNeedsNoDelay() throws IOException {
        Visitor ann = person("ann", People.OPERATORS, "approvers");
        world.has("cp-1/two");
        String recovery = start(admin, "cp-1");
        HumanTasks.Open task = task(recovery, "approve_action");
        assertThat(engineTasks.getVariableLocal(task.id(), "taskWhy"))
                .asString()
                .contains("admin started this recovery, so another person approves it: ann");

        HttpResponse<String> refused = approve(admin, task);

        assertThat(refused.statusCode()).isBetween(400, 499);
        assertThat(refused.body()).contains("you started this recovery, so another person has to approve it: ann");
        assertThat(approved.of(recovery)).isEmpty();
        assertThat(world.calls()).doesNotContain("cp-1/two");

        assertThat(approve(ann, task).statusCode()).isEqualTo(204);
        ends(recovery, State.RECOVERED);
        assertThat(approved.of(recovery)).singleElement().satisfies(approval -> {
            assertThat(approval.solo()).isFalse();
            assertThat(approval.approver()).isEqualTo("ann");
        });
    }

    /** Attack: whoever may not read the list of people finds no other person in it. */
    @Test
    void anApproverWhoIsNoAdministratorIsRefusedLikewise() throws IOException {
        Visitor ann = person("ann", People.OPERATORS, "approvers");
        world.has("cp-3/own");
        String recovery = start(ann, "cp-3");
        HumanTasks.Open task = task(recovery, "approve_action");

        HttpResponse<String> refused = approve(ann, task);

        assertThat(refused.statusCode()).isBetween(400, 499);
        assertThat(refused.body()).contains("another person has to approve it: admin");
        assertThat(approved.of(recovery)).isEmpty();
        assertThat(world.calls()).doesNotContain("cp-3/own");
    }

    /** Attacks on the time in which people can still cancel. */
    @Test
    void nothingButTheOperatorsOfThisRecoveryChangesTheDelay() throws IOException {
        Visitor olga = person("olga", "observers");
        world.has("cp-2/left");
        String recovery = start(admin, "cp-2");
        approve(admin, task(recovery, "approve_action"));
        await().atMost(PATIENCE).until(() -> message(recovery).startsWith("approved by admin alone"));
        String withdraw = withdraw(recovery, bundle(recovery));
        String why = "{\"reason\": \"x\"}";

        assertThat(olga.post(withdraw, why).statusCode()).as("an observer").isEqualTo(403);
        assertThat(Visitor.at(port).post(withdraw, why).statusCode()).isEqualTo(401);
        assertThat(bob.with("Origin", "http://evil.example").post(withdraw, why).statusCode())
                .isEqualTo(403);
        assertThat(bob.post(withdraw, "{}").statusCode()).isEqualTo(422);
        assertThat(bob.post(withdraw, "{\"reason\": \" \"}").statusCode()).isEqualTo(422);
        assertThat(bob.post(withdraw, "{\"reason\": \"x\", \"person\": \"admin\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(bob.post(withdraw(recovery, "another"), why).statusCode()).isEqualTo(404);
        assertThat(bob.post(withdraw("node-failure-20261128-1000-abcde", bundle(recovery)), why)
                        .statusCode())
                .as("through another recovery")
                .isEqualTo(404);
        assertThat(admin.post("/api/recoveries/" + recovery + "/steps/wipeThing/retry", why)
                        .statusCode())
                .as("a retry would begin it at once")
                .isEqualTo(409);
        assertThat(world.calls()).doesNotContain("cp-2/left");

        ends(recovery, State.RECOVERED);
        assertThat(approved.of(recovery))
                .singleElement()
                .satisfies(approval -> assertThat(approval.takenAt())
                        .isAfterOrEqualTo(approval.approvedAt().plusSeconds(6)));
        assertThat(bob.post(withdraw, why).statusCode()).as("it has ended").isEqualTo(409);
    }

    private String start(Visitor person, String node) throws IOException {
        var answer = person.post(
                "/api/recoveries",
                "{\"cluster\": \"" + WipeWorld.CLUSTER + "\", \"scenario\": \"wipe-thing\", \"mode\": \"live\","
                        + " \"subject\": \"" + node + "\", \"reason\": \"test\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json.readTree(answer.body()).path("id").asText();
    }

    private HttpResponse<String> approve(Visitor person, HumanTasks.Open task) {
        return person.post(
                "/engine-rest/task/" + task.id() + "/complete",
                "{\"variables\": {\"approved\": {\"value\": true}, \"typedCluster\": {\"value\": \"" + WipeWorld.CLUSTER
                        + "\"}, \"approvalReason\": {\"value\": \"it is dead\"}}}");
    }

    private static String withdraw(String recovery, String bundle) {
        return "/api/recoveries/" + recovery + "/approvals/" + bundle + "/withdraw";
    }

    /** As the timeline names it. */
    private String bundle(String recovery) {
        return recoveries.timeline(recovery).stream()
                .filter(entry -> entry.kind().equals("approved-alone"))
                .map(entry -> entry.message().substring(entry.message().lastIndexOf('/') + 1))
                .findFirst()
                .orElseThrow();
    }

    private String message(String recovery) {
        return recoveries.steps(recovery).stream()
                .filter(step -> step.step().equals("wipeThing"))
                .map(Recoveries.StepState::message)
                .findFirst()
                .orElse("");
    }

    private HumanTasks.Open task(String recovery, String activity) {
        return await("the task " + activity)
                .atMost(PATIENCE)
                .until(
                        () -> tasks.open(recovery).stream()
                                .filter(open -> open.activity().equals(activity))
                                .toList(),
                        open -> !open.isEmpty())
                .get(0);
    }

    private void ends(String recovery, State state) {
        await().atMost(PATIENCE)
                .until(() -> recoveries.find(recovery).orElseThrow().state(), state::equals);
    }
}
