package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.api.StoppedClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@AtTheDoors
class EngineDoorsTest {

    private final Visitor stranger;
    private final Visitor admin;
    private final IdentityService people;

    EngineDoorsTest(@LocalServerPort int port, @Autowired StoppedClock clock, @Autowired IdentityService people) {
        this.people = people;
        stranger = Visitor.at(port);
        admin = stranger.as("admin", AtTheDoors.PASSWORD);
        clock.pass(WrongPasswords.MEMORY.multipliedBy(2));
    }

    /** Another test of the same Kaltstart may have made more than one. */
    private String everyone() {
        return "{\"count\":" + people.createUserQuery().count() + "}";
    }

    @Test
    void theEngineKnowsWhoAsks() {
        assertThat(admin.get("/engine-rest/filter?name=Waiting%20for%20you").body())
                .contains("\"name\":\"Waiting for you\"", "\"refresh\":true", "\"name\":\"cluster\"");
        assertThat(admin.get("/engine-rest/user/count").body()).isEqualTo(everyone());
    }

    @Test
    void aFinishedRequestLeavesNoNameBehind() {
        assertThat(stranger.get("/engine-rest/user/count").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   /deployment/create",
        "POST,   /deployment/some/redeploy",
        "DELETE, /deployment/some",
        "PUT,    /process-instance/some/variables/approved",
        "POST,   /process-instance/some/variables",
        "POST,   /process-instance/some/modification",
        "DELETE, /process-instance/some",
        "PUT,    /process-instance/some/suspended",
        "POST,   /process-instance/delete",
        "POST,   /process-definition/key/node-failure/start",
        "POST,   /process-definition/key/node-failure/submit-form",
        "POST,   /message",
        "POST,   /signal",
        "POST,   /condition",
        "POST,   /execution/some/signal",
        "POST,   /execution/some/messageSubscriptions/abort/trigger",
        "PUT,    /execution/some/localVariables/approved",
        "POST,   /external-task/fetchAndLock",
        "POST,   /external-task/some/complete",
        "POST,   /external-task/some/bpmnError",
        "POST,   /external-task/some/unlock",
        "PUT,    /task/some/variables/approved",
        "POST,   /task/some/variables",
        "PUT,    /task/some/localVariables/approved",
        "DELETE, /task/some/localVariables/taskWhy",
        "POST,   /task/some/resolve",
        "POST,   /task/some/bpmnError",
        "POST,   /task/some/bpmnEscalation",
        "PUT,    /task/some",
        "DELETE, /task/some",
        "POST,   /task/create",
        "POST,   /job/some/execute",
        "PUT,    /job/some/duedate",
        "POST,   /migration/execute",
        "POST,   /modification/execute",
        "POST,   /history/process-instance/delete",
        "POST,   /history/cleanup",
        "POST,   /decision-definition/key/triage/evaluate"
    })
    void whatGoesRoundACheckIsClosedOverRestAndFromThePages(String method, String path) {
        HttpResponse<String> overRest =
                admin.with("Content-Type", "application/json").send(method, "/engine-rest" + path, "{}");
        assertThat(overRest.statusCode()).isEqualTo(403);
        assertThat(overRest.body()).contains("closed for this");
        HttpResponse<String> otherWay =
                admin.with("Content-Type", "application/json").send(method, "/engine-rest/engine/default" + path, "{}");
        assertThat(otherWay.statusCode()).isEqualTo(403);
        HttpResponse<String> fromThePages = loggedIn("cockpit")
                .with("Content-Type", "application/json")
                .send(method, "/camunda/api/engine/engine/default" + path, "{}");
        assertThat(fromThePages.statusCode()).isEqualTo(403);
        assertThat(fromThePages.body()).contains("closed for this");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /task/some/claim, {}",
        "POST, /task/some/complete, {}",
        "POST, /task/some/submit-form, {}",
        "POST, /task/some/localVariables, {}",
        "POST, /task/some/%6cocalVariables, {}",
        "PUT,  /external-task/some/retries, {\"retries\":1}",
        "PUT,  /job/some/retries, {\"retries\":1}",
    })
    void workReachesTheEngine(String method, String path, String body) {
        for (String way : List.of("/engine-rest", "/camunda/api/engine/engine/default")) {
            HttpResponse<String> answer = (way.startsWith("/camunda") ? loggedIn("tasklist") : admin)
                    .with("Content-Type", "application/json")
                    .send(method, way + path, body);
            assertThat(answer.body())
                    .as(way + " is the engine's own answer about a thing that is not there")
                    .contains("Exception")
                    .doesNotContain("closed for this");
        }
    }

    @Test
    void queriesMayBeSent() {
        assertThat(admin.post("/engine-rest/task", "{}").body()).isEqualTo("[]");
        assertThat(admin.post("/engine-rest/history/activity-instance/count", "{}")
                        .body())
                .isEqualTo("{\"count\":0}");
    }

    @Test
    void thePageThatMakesTheFirstAdministratorIsClosed() {
        String before = everyone();
        for (String path : List.of("/camunda/app/admin/setup", "/camunda/app/admin/default/setup/")) {
            assertThat(stranger.get(path).statusCode()).as(path).isEqualTo(404);
        }
        String user = "{\"profile\":{\"id\":\"eve\"},\"credentials\":{\"password\":\"eve\"}}";
        assertThat(stranger.post("/camunda/api/admin/setup/default/user/create", user)
                        .statusCode())
                .isEqualTo(404);
        assertThat(stranger.post("/camunda/api/admin/%73etup/default/user/create", user)
                        .statusCode())
                .isEqualTo(404);
        assertThat(admin.get("/engine-rest/user/count").body()).isEqualTo(before);
    }

    @Test
    void theEnginesPagesAskForTheirOwnLogin() {
        assertThat(stranger.get("/camunda/api/engine/engine/default/user").statusCode())
                .isEqualTo(401);
        assertThat(admin.get("/camunda/api/engine/engine/default/user").statusCode())
                .isEqualTo(401);
        assertThat(loggedIn("admin")
                        .get("/camunda/api/engine/engine/default/user")
                        .body())
                .contains("\"id\":\"admin\"");
    }

    @Test
    void theEnginesPagesRefuseAnotherSite() {
        Visitor session = loggedIn("tasklist");
        var withoutToken = new Visitor(session.port(), session.headers().subList(0, 2));
        assertThat(withoutToken
                        .post("/camunda/api/engine/engine/default/task/some/claim", "{}")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void guessingAtTheEnginesPagesIsSlowedToo() {
        for (int i = 0; i < WrongPasswords.ALLOWED; i++) {
            assertThat(login("tasklist", "admin", "wrong").statusCode()).isEqualTo(401);
        }

        long begun = System.nanoTime();
        assertThat(login("tasklist", "admin", "wrong").statusCode()).isEqualTo(401);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(900));
        assertThat(login("tasklist", "admin", AtTheDoors.PASSWORD).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"admin", "cockpit", "tasklist", "welcome"})
    void noPageOfTheEngineCarriesTheAdvertisement(String app) {
        HttpResponse<String> css = stranger.get("/camunda/app/" + app + "/styles/user-styles.css");
        assertThat(css.statusCode()).isEqualTo(200);
        assertThat(css.body()).contains(".ce-eol-banner", "display: none");
    }

    @Test
    void anOperatorWorksOnTasksAndManagesNobody() {
        Visitor administrator = loggedIn("admin");
        String base = "/camunda/api/engine/engine/default";
        administrator.post(
                base + "/user/create",
                "{\"profile\":{\"id\":\"olga\"},\"credentials\":{\"password\":\"olgas long password\"}}");
        Visitor olga = stranger.as("olga", "olgas long password");
        assertThat(olga.get("/engine-rest/task").statusCode()).as("in no group").isEqualTo(403);
        assertThat(olga.get("/api/sample").statusCode()).isEqualTo(403);
        assertThat(administrator
                        .send("PUT", base + "/group/operators/members/olga", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(olga.get("/api/sample").statusCode()).isEqualTo(200);
        assertThat(olga.get("/engine-rest/task").body()).isEqualTo("[]");
        assertThat(olga.get("/engine-rest/filter/count").body()).isEqualTo("{\"count\":2}");
        assertThat(olga.get("/engine-rest/authorization/count").body()).isEqualTo("{\"count\":0}");
        assertThat(administrator.send("DELETE", base + "/user/olga", "").statusCode())
                .isEqualTo(204);
    }

    private Visitor loggedIn(String app) {
        return new EnginePages(stranger).loggedIn(app, "admin", AtTheDoors.PASSWORD);
    }

    private HttpResponse<String> login(String app, String user, String password) {
        return new EnginePages(stranger).login(app, user, password);
    }
}
