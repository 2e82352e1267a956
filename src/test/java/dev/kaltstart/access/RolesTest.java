package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.Kaltstart;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.People;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** What an operator, an approver and an observer can do, at every door of a whole Kaltstart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesTest {

    private static final String PASSWORD = "S3cret-for-tests!";
    private static final String REST = "/engine-rest";
    private static final String DATA = "/camunda/api/engine/engine/default";

    /** Queries that are sent because they are long. */
    private static final Pattern QUERY = Pattern.compile(
            "POST (?:" + REST + "|" + DATA + ")/(?:(?:task|process-instance"
                    + "|execution|variable-instance|external-task|job|history/(?:process-instance|activity-instance|task"
                    + "|variable-instance|incident|external-task-log|job-log))(?:/count)?|identity/password-policy|group)");

    /** What the engine's own resources do not list of themselves. */
    private static final List<String> BELOW = List.of(
            "/external-task/x/retries",
            "/external-task/x/complete",
            "/job/x/retries",
            "/job/x/execute",
            "/process-instance/x",
            "/process-instance/x/modification",
            "/process-instance/x/variables",
            "/process-definition/key/approve/start",
            "/execution/x/signal",
            "/deployment/create",
            "/filter/create",
            "/filter/x",
            "/user/create",
            "/user/admin",
            "/user/admin/profile",
            "/user/admin/credentials",
            "/user/admin/unlock",
            "/group/create",
            "/group/approvers",
            "/group/approvers/members/vera",
            "/authorization/create",
            "/authorization/x");

    private static final List<String> OF_TASKS = List.of(
            "/task/x/claim",
            "/task/x/unclaim",
            "/task/x/assignee",
            "/task/x/complete",
            "/task/x/submit-form",
            "/task/x/resolve",
            "/task/x/delegate",
            "/task/x/identity-links",
            "/task/x/comment/create",
            "/task/x/localVariables",
            "/task/x/variables/approved");

    @TempDir
    static Path world;

    private final ObjectMapper json = new ObjectMapper();

    @SuppressWarnings("NullAway.Init")
    private ConfigurableApplicationContext kaltstart;

    @SuppressWarnings("NullAway.Init")
    private HumanTasks tasks;

    @SuppressWarnings("NullAway.Init")
    private IdentityService identity;

    private String recovery = "";

    @BeforeAll
    void anOperatorHasStartedARehearsal() throws Exception {
        kaltstart = SpringApplication.run(
                Kaltstart.class,
                "--server.port=0",
                "--kaltstart.home=" + world.resolve("home"),
                "--kaltstart.admin-password=" + PASSWORD,
                "--spring.main.banner-mode=off");
        tasks = kaltstart.getBean(HumanTasks.class);
        identity = kaltstart.getBean(IdentityService.class);
        person("otto", People.OPERATORS);
        person("olga", People.OPERATORS);
        person("vera", People.OBSERVERS);
        person("paula", People.APPROVERS);
        recovery = json.readTree(as("otto").post("/api/recoveries", """
                        {"cluster": "homelab", "scenario": "node-failure", "mode": "rehearsal", "subject": "wk-2",
                         "reason": "the yearly drill", "rehearsal": {"speed": 400}}""").body())
                .path("id")
                .asText();
        String power = task("confirmPowerOff");
        for (String person : List.of("paula", "vera")) {
            assertThat(answer(as(person), REST, power)).isEqualTo(403);
            assertThat(claim(as(person), REST, power, person)).isIn(400, 403);
        }
        assertThat(answer(as("otto"), REST, power)).isEqualTo(204);
        task("approve_action");
    }

    @Test
    void onlyOperatorsStartAProposal() {
        String start = "/proposals/alertmanager.00000000000000aa.1/start";
        for (String person : List.of("vera", "paula")) {
            for (String address : List.of(start, start + "/wk-2")) {
                assertThat(as(person).send("POST", address, "").body())
                        .as(person)
                        .doesNotContain("There is no such proposal");
            }
        }
        assertThat(as("otto").send("POST", start, "").body()).contains("There is no such proposal");
    }

    @AfterAll
    void close() {
        kaltstart.close();
    }

    @BeforeEach
    void paulaApproves() {
        if (identity.createUserQuery().memberOfGroup(People.APPROVERS).count() == 0) {
            identity.createMembership("paula", People.APPROVERS);
        }
    }

    @AfterEach
    void itWaitsForApproval() {
        kaltstart.getBean(TaskService.class).setAssignee(task("approve_action"), null);
    }

    @Test
    void anObserverReadsAtEveryDoor() {
        for (String path : List.of(
                "/",
                "/recoveries/" + recovery,
                "/api/recoveries/" + recovery,
                "/api/recoveries/" + recovery + "/timeline",
                "/api/recoveries/" + recovery + "/audit",
                "/api/clusters",
                "/api/clusters/homelab/backups",
                "/api/clusters/homelab/volumes",
                "/api/clusters/homelab/readiness",
                "/clusters/homelab",
                "/api/openapi",
                REST + "/task/" + task("approve_action"),
                REST + "/task/" + task("approve_action") + "/form-variables",
                REST + "/process-instance",
                REST + "/history/activity-instance")) {
            assertThat(as("vera").get(path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(page("cockpit", "vera").get(DATA + "/process-instance/count").body())
                .doesNotContain("\"count\":0");
        assertThat(page("tasklist", "vera")
                        .get(DATA + "/filter?resourceType=Task")
                        .body())
                .contains("All tasks")
                .doesNotContain("Waiting");
        assertThat(page("tasklist", "paula")
                        .get(DATA + "/filter?resourceType=Task")
                        .body())
                .contains("All tasks", "Waiting for approval");
        assertThat(as("vera").post(REST + "/task", "{}").body()).contains("approve_action");
    }

    @Test
    void anObserverChangesNothingAtAnyDoor() {
        for (String door : List.of(REST, DATA)) {
            Visitor vera = door.equals(DATA) ? page("tasklist", "vera") : as("vera");
            Set<String> paths = paths(door);
            OF_TASKS.forEach(path -> paths.add(door + path));
            assertThat(paths).hasSizeGreaterThan(60);
            assertThat(accepted(vera, paths)).isEmpty();
        }
        changesNoTask("vera", task("approve_action"));
    }

    @Test
    void anApproverChangesNothingElse() {
        Set<String> paths = paths(REST);
        assertThat(paths).hasSizeGreaterThan(60).contains("/api/recoveries/x/abort", REST + "/job/x/retries");
        assertThat(accepted(as("paula"), paths)).isEmpty();
        assertThat(accepted(page("tasklist", "paula"), paths(DATA))).isEmpty();
    }

    @Test
    void anOperatorDoesNotApproveWhileThereIsAnApprover() {
        String approval = task("approve_action");
        for (String door : List.of(REST, DATA)) {
            Visitor otto = door.equals(DATA) ? page("tasklist", "otto") : as("otto");
            assertThat(claim(otto, door, approval, "otto")).isEqualTo(400);
            assertThat(assign(otto, door, approval, "olga")).isEqualTo(400);
            assertThat(answer(otto, door, approval)).isEqualTo(400);
            assertThat(otto.post(door + "/task/" + approval + "/submit-form", answers(approval))
                            .body())
                    .contains("approving is for approvers and administrators while there is an approver: paula");
            assertThat(otto.post(door + "/task/" + approval + "/localVariables", "{\"modifications\": {}}")
                            .statusCode())
                    .isGreaterThanOrEqualTo(400);
        }
        assertThat(task("approve_action")).isEqualTo(approval);
    }

    @Test
    void aTaskThatAnOperatorHadBeforeThereWasAnApproverIsNoLongerTheirs() {
        String approval = task("approve_action");
        identity.deleteMembership("paula", People.APPROVERS);
        assertThat(claim(as("otto"), REST, approval, "otto")).isEqualTo(204);

        identity.createMembership("paula", People.APPROVERS);

        assertThat(answer(as("otto"), REST, approval)).isEqualTo(400);
        assertThat(as("paula")
                        .post(REST + "/task/" + approval + "/unclaim", "{}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(claim(as("paula"), REST, approval, "paula")).isEqualTo(204);
    }

    @Test
    void onlyAdministratorsMakeApprovers() {
        for (String person : List.of("otto", "vera", "paula")) {
            for (String group : List.of(People.APPROVERS, People.OPERATORS, People.ADMINISTRATORS)) {
                assertThat(page("tasklist", person)
                                .send("PUT", DATA + "/group/" + group + "/members/" + person, "")
                                .statusCode())
                        .isEqualTo(403);
                assertThat(as(person)
                                .send("PUT", REST + "/group/" + group + "/members/" + person, "")
                                .statusCode())
                        .isEqualTo(403);
            }
            assertThat(page("tasklist", person)
                            .send("DELETE", DATA + "/group/approvers/members/paula", "")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(page("tasklist", person)
                            .send("DELETE", DATA + "/user/admin", "")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(page("tasklist", person)
                            .post(
                                    DATA + "/filter/create",
                                    "{\"resourceType\": \"Task\", \"name\": \"x\", \"query\": {}, \"properties\": {}}")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(page("tasklist", person)
                            .post(
                                    DATA + "/authorization/create",
                                    "{\"type\": 1, \"permissions\": [\"ALL\"], \"userId\": \"" + person
                                            + "\", \"resourceType\": 8, \"resourceId\": \"*\"}")
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void namesMadeInAdminAreCheckedAsThoseByCommand() {
        Visitor admin = page("admin", "admin");
        for (String name : List.of("OTTO", "Admin", "Alert-Sender", "\u0430dmin", "..")) {
            assertThat(admin.post(
                                    DATA + "/user/create",
                                    "{\"profile\": {\"id\": \"" + name + "\"}, \"credentials\": {\"password\": \""
                                            + PASSWORD + "\"}}")
                            .statusCode())
                    .as(name)
                    .isEqualTo(400);
        }
    }

    /** @return what was let in although the visitor only reads */
    private static List<String> accepted(Visitor visitor, Set<String> paths) {
        var accepted = new ArrayList<String>();
        for (String path : paths) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
                String line = method + " " + path;
                var answer = visitor.with("Content-Type", "application/json").send(method, path, "{}");
                boolean refused = answer.statusCode() >= 400 && answer.statusCode() < 500;
                if (!refused && !QUERY.matcher(line).matches()) {
                    accepted.add(line + " " + answer.statusCode() + " " + answer.body());
                }
            }
        }
        return accepted;
    }

    private Set<String> paths(String engine) {
        var mapped = new MappedPaths(
                kaltstart.getBeansOfType(RequestMappingInfoHandlerMapping.class).values(),
                kaltstart.getBean(ResourceConfig.class));
        var paths = new TreeSet<>(mapped.ofEngine(engine));
        BELOW.forEach(path -> paths.add(engine + path));
        if (engine.equals(REST)) {
            paths.addAll(mapped.ours());
        }
        return paths;
    }

    private void changesNoTask(String person, String task) {
        for (String door : List.of(REST, DATA)) {
            Visitor visitor = door.equals(DATA) ? page("tasklist", person) : as(person);
            assertThat(claim(visitor, door, task, person)).isEqualTo(403);
            assertThat(assign(visitor, door, task, person)).isEqualTo(403);
            assertThat(answer(visitor, door, task)).isEqualTo(403);
            for (String verb : List.of("unclaim", "submit-form", "localVariables", "comment/create")) {
                assertThat(visitor.post(
                                        door + "/task/" + task + "/" + verb,
                                        "{\"modifications\": {}, \"message\": \"x\"}")
                                .statusCode())
                        .as(door + " " + verb)
                        .isEqualTo(403);
            }
        }
        for (String path : List.of("/abort", "/steps/resetNode/retry", "/export", "/hand-over")) {
            assertThat(as(person)
                            .post("/api/recoveries/" + recovery + path, "{\"reason\": \"x\"}")
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    private static int claim(Visitor visitor, String door, String task, String person) {
        return visitor.post(door + "/task/" + task + "/claim", "{\"userId\": \"" + person + "\"}")
                .statusCode();
    }

    private static int assign(Visitor visitor, String door, String task, String person) {
        return visitor.post(door + "/task/" + task + "/assignee", "{\"userId\": \"" + person + "\"}")
                .statusCode();
    }

    private int answer(Visitor visitor, String door, String task) {
        return visitor.post(door + "/task/" + task + "/complete", answers(task)).statusCode();
    }

    private String answers(String task) {
        var open = tasks.open(recovery).stream()
                .filter(any -> any.id().equals(task))
                .findFirst()
                .orElseThrow();
        var variables = new HashMap<String, Object>();
        tasks.exampleAnswers(open).forEach((key, value) -> variables.put(key, Map.of("value", value)));
        return json.valueToTree(Map.of("variables", variables)).toString();
    }

    private String task(String activity) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> tasks.open(recovery).stream()
                                .filter(task -> task.activity().equals(activity))
                                .map(HumanTasks.Open::id)
                                .findFirst()
                                .orElse(""),
                        id -> !id.isEmpty());
    }

    private void person(String name, String group) {
        var person = identity.newUser(name);
        person.setPassword(PASSWORD);
        identity.saveUser(person);
        identity.createMembership(name, group);
    }

    private Visitor as(String person) {
        return Visitor.at(port()).as(person, PASSWORD);
    }

    private Visitor page(String app, String person) {
        return new EnginePages(Visitor.at(port())).loggedIn(app, person, PASSWORD);
    }

    private int port() {
        return Integer.parseInt(
                Objects.requireNonNull(kaltstart.getEnvironment().getProperty("local.server.port")));
    }
}
