package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.engine.People;
import java.net.http.HttpResponse;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@AtTheDoors
class DoorsTest {

    private final Visitor stranger;
    private final Visitor admin;

    DoorsTest(@LocalServerPort int port, @Autowired StoppedClock clock) {
        stranger = Visitor.at(port);
        admin = stranger.as("admin", AtTheDoors.PASSWORD);
        clock.pass(WrongPasswords.MEMORY.multipliedBy(2));
    }

    @Test
    void letsAPersonWithNameAndPasswordIn() {
        assertThat(admin.get("/api/sample").body()).isEqualTo("admin");
    }

    @Test
    void refusesAWrongPasswordAndSaysHowToLogIn() {
        HttpResponse<String> answer = stranger.as("admin", "wrong").get("/api/sample");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic realm="));
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void aWrongPasswordDoesNotLockTheRightOneOut() {
        for (int i = 0; i < WrongPasswords.ALLOWED - 1; i++) {
            stranger.as("admin", "wrong").get("/api/sample");
        }
        assertThat(admin.get("/api/sample").statusCode()).isEqualTo(200);
    }

    @Test
    void anAddressThatGuessesHasToWait() {
        for (int i = 0; i < WrongPasswords.ALLOWED; i++) {
            stranger.as("admin", "wrong").get("/api/sample");
        }
        HttpResponse<String> answer = stranger.as("admin", "wrong").get("/api/sample");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(stranger.showing(AtTheDoors.TOKEN)
                        .post("/api/alerts/sample", "{}")
                        .statusCode())
                .as("alerts are not held up")
                .isEqualTo(200);
    }

    @Test
    void theAlertTokenOpensAlertsOnly() {
        assertThat(stranger.showing(AtTheDoors.TOKEN)
                        .post("/api/alerts/sample", "{}")
                        .body())
                .isEqualTo("alert-sender");
        for (String path : List.of("/api/sample", "/", "/engine-rest/task", "/api/alerts")) {
            assertThat(stranger.showing(AtTheDoors.TOKEN).get(path).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(stranger.showing(AtTheDoors.TOKEN).post("/api/sample", "{}").statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a-token-that-is-long-enougH", "correct horse battery"})
    void alertsNeedTheTokenAndNothingElse(String token) {
        HttpResponse<String> answer = stranger.showing(token).post("/api/alerts/sample", "{}");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer realm="));
    }

    @Test
    void aPersonIsNoSenderOfAlerts() {
        assertThat(admin.post("/api/alerts/sample", "{}").statusCode()).isEqualTo(401);
        assertThat(admin.get("/api/alerts").body()).isEqualTo("admin");
    }

    @Test
    void healthSaysItsStatusAndNothingElse() {
        assertThat(stranger.get("/actuator/health").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(stranger.get("/actuator/health/db").statusCode()).isEqualTo(401);
        assertThat(stranger.get("/actuator/env").statusCode()).isEqualTo(401);
        assertThat(admin.get("/actuator/env").statusCode()).isEqualTo(404);
    }

    @Test
    void whatNobodyListedIsNotThereEvenForPeople() {
        assertThat(admin.get("/unlisted").statusCode()).isEqualTo(404);
        assertThat(stranger.get("/unlisted").statusCode()).isEqualTo(401);
    }

    @Test
    void onlyAdministratorsTakeARecoveryOutOrIn(@Autowired IdentityService identity) {
        var ada = identity.newUser("ada");
        ada.setPassword("ada-operates-at-night");
        identity.saveUser(ada);
        identity.createMembership("ada", People.OPERATORS);
        Visitor operator = stranger.as("ada", "ada-operates-at-night");

        assertThat(operator.get("/api/sample").statusCode()).isEqualTo(200);
        for (String path : List.of(
                "/api/recoveries/r-1/export",
                "/api/recoveries/r-1/hand-over",
                "/api/recoveries/r-1/take-back",
                "/api/imports")) {
            assertThat(operator.post(path, "{}").statusCode()).as(path).isEqualTo(403);
            assertThat(admin.post(path, "{}").statusCode()).as(path).isEqualTo(404);
            assertThat(stranger.post(path, "{}").statusCode()).as(path).isEqualTo(401);
        }
    }

    @Test
    void anotherSitesPageCannotActInAPersonsName() {
        assertThat(admin.with("Sec-Fetch-Site", "cross-site")
                        .post("/api/sample", "{}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(admin.with("Origin", "http://evil.example")
                        .post("/api/sample", "{}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(admin.with("Origin", "null").post("/api/sample", "{}").statusCode())
                .isEqualTo(403);
        assertThat(admin.with("Sec-Fetch-Site", "same-origin")
                        .post("/api/sample", "{}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(admin.with("Origin", "http://localhost:" + admin.port())
                        .post("/api/sample", "{}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void pagesForbidScriptsAndFramesAndDoNotForceHttps() {
        var headers = admin.get("/").headers();
        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "style-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("script"));
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
        assertThat(headers.firstValue("Set-Cookie")).isEmpty();
    }
}
