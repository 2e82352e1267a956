package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.engine.People;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.catalina.Context;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** Logged in at the engine's pages: for as long as that person is one. */
@AtTheDoors
class SessionsTest {

    private static final String PASSWORD = "gus operates by night";
    private static final String TASKS = "/camunda/api/engine/engine/default/task";

    private final Visitor stranger;
    private final IdentityService identity;
    private final TomcatWebServer server;

    SessionsTest(
            @LocalServerPort int port,
            @Autowired IdentityService identity,
            @Autowired ServletWebServerApplicationContext context) {
        this.stranger = Visitor.at(port);
        this.identity = identity;
        this.server = (TomcatWebServer) context.getWebServer();
    }

    @BeforeEach
    void gus() {
        var gus = identity.newUser("gus");
        gus.setPassword(PASSWORD);
        identity.saveUser(gus);
        identity.createMembership("gus", People.OPERATORS);
    }

    @AfterEach
    void leaves() {
        identity.deleteUser("gus");
    }

    @Test
    void endWithThePerson() {
        Visitor session = loggedIn();

        identity.deleteUser("gus");

        assertThat(session.get(TASKS).statusCode()).isEqualTo(401);
        assertThat(session.post("/camunda/api/engine/engine/default/task/some/complete", "{}")
                        .statusCode())
                .isIn(401, 403);
    }

    @Test
    void endWithTheGroup() {
        Visitor session = loggedIn();

        identity.deleteMembership("gus", People.OPERATORS);

        assertThat(session.get(TASKS).statusCode()).isEqualTo(401);
    }

    @Test
    void endWithThePassword() {
        Visitor session = loggedIn();

        var gus = identity.createUserQuery().userId("gus").singleResult();
        gus.setPassword("another password of gus");
        identity.saveUser(gus);

        assertThat(session.get(TASKS).statusCode()).isEqualTo(401);
        assertThat(new EnginePages(stranger).login("tasklist", "gus", PASSWORD).statusCode())
                .isEqualTo(401);
    }

    @Test
    void endAfterHalfADay(@Autowired StoppedClock clock) {
        Visitor session = loggedIn();
        clock.pass(Duration.ofHours(13));

        assertThat(session.get(TASKS).statusCode()).isEqualTo(401);
    }

    @Test
    void endWithTheLogout() {
        Visitor session = loggedIn();

        session.send("POST", "/camunda/api/admin/auth/user/default/logout", "");

        assertThat(session.get(TASKS).statusCode()).isEqualTo(401);
    }

    @Test
    void areNotMadeForStrangers() {
        int before = sessions();
        for (int i = 0; i < 500; i++) {
            assertThat(stranger.get(TASKS).statusCode()).isEqualTo(401);
            stranger.get("/camunda/app/tasklist/default/");
            stranger.post(TASKS, "{}");
        }
        for (int i = 0; i < 20; i++) {
            new EnginePages(stranger).login("tasklist", "nobody-" + i, "wrong");
        }

        assertThat(sessions()).isEqualTo(before);
    }

    @Test
    void beginAtALoginAndGoOnFromPageToPage() {
        int before = sessions();
        Visitor session = loggedIn();

        assertThat(session.get(TASKS).body()).isEqualTo("[]");
        assertThat(session.post(TASKS, "{}").body()).isEqualTo("[]");
        assertThat(sessions()).isEqualTo(before + 1);
    }

    @Test
    void anotherSitesPageLogsNobodyIn() {
        HttpResponse<String> page = stranger.get("/camunda/app/tasklist/default/");
        String token = page.headers().firstValue("X-XSRF-TOKEN").orElseThrow();
        Visitor form = stranger.with("Content-Type", "application/x-www-form-urlencoded");
        String login = "/camunda/api/admin/auth/user/default/login/tasklist";
        String body = "username=gus&password=" + PASSWORD.replace(' ', '+');

        for (Visitor other : List.of(
                form,
                form.with("X-XSRF-TOKEN", token),
                form.with("Cookie", "XSRF-TOKEN=" + token),
                form.with("Cookie", "XSRF-TOKEN=" + token).with("X-XSRF-TOKEN", "0".repeat(32)),
                form.with("Cookie", "XSRF-TOKEN=" + token)
                        .with("X-XSRF-TOKEN", token)
                        .with("Origin", "http://evil.example"),
                form.with("Cookie", "XSRF-TOKEN=x").with("X-XSRF-TOKEN", "x"))) {
            assertThat(other.send("POST", login, body).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void cookiesAreForTheServerAndForThisSite() {
        HttpResponse<String> answer = new EnginePages(stranger).login("tasklist", "gus", PASSWORD);

        assertThat(answer.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("JSESSIONID="))
                .singleElement()
                .asString()
                .contains("HttpOnly", "SameSite=Lax");
    }

    @Test
    void whatTheEngineAnswersIsNotKeptByBrowsers() {
        assertThat(loggedIn().get(TASKS).headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    private Visitor loggedIn() {
        Visitor session = new EnginePages(stranger).loggedIn("tasklist", "gus", PASSWORD);
        assertThat(session.get(TASKS).statusCode()).isEqualTo(200);
        return session;
    }

    private int sessions() {
        return Arrays.stream(server.getTomcat().getHost().findChildren())
                .map(Context.class::cast)
                .mapToInt(context -> context.getManager().getActiveSessions())
                .sum();
    }
}
