package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.engine.People;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

@AtTheDoors
@ExtendWith(OutputCaptureExtension.class)
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

    @ParameterizedTest
    @ValueSource(strings = {"/api/sample", "/api/alerts/x", "/api/alerts/flux", "/engine-rest/task"})
    void whoGuessesIsSlowedAtEveryDoor(String path) {
        for (int i = 0; i < WrongPasswords.ALLOWED; i++) {
            stranger.as("admin", "wrong " + i).get(path);
        }

        long begun = System.nanoTime();
        HttpResponse<String> answer = stranger.as("admin", "wrong").get(path);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(900));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(stranger.showing(AtTheDoors.TOKEN)
                        .post("/api/alerts/sample", "{}")
                        .statusCode())
                .as("alerts are not held up")
                .isEqualTo(200);
    }

    @Test
    void aRightPasswordIsRightAfterManyWrongOnesFromTheSameAddress(@Autowired IdentityService identity) {
        var ben = identity.newUser("ben");
        ben.setPassword("bens first login of all");
        identity.saveUser(ben);
        identity.createMembership("ben", People.OPERATORS);
        for (int i = 0; i < WrongPasswords.ALLOWED + 2; i++) {
            stranger.as("ben", "wrong").get("/api/sample");
        }

        assertThat(stranger.as("ben", "bens first login of all")
                        .get("/api/sample")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void manyWhoGuessAtOnceLetTheRightOnePass() {
        admin.get("/api/sample");
        try (var guessers = new Guessers(60, () -> stranger.as("admin", "wrong").get("/api/sample"))) {
            guessers.await(120);
            for (int i = 0; i < 20; i++) {
                assertThat(admin.get("/api/sample").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void refusalsAreWrittenDownWithoutSecretsAndNotWithoutEnd(CapturedOutput output) {
        stranger.as("admin", "wrong secret").get("/api/sample");
        stranger.as("wrong secret\u001b[2J", "x").get("/api/sample");
        stranger.showing("wrong secret").post("/api/alerts/sample", "{}");
        assertThat(output)
                .contains("refused with 401: GET /api/sample, user admin from 127.0.0.1")
                .contains("refused with 401: GET /api/sample, an unknown user from 127.0.0.1")
                .contains("refused with 401: POST /api/alerts/sample, no name from 127.0.0.1")
                .doesNotContain("wrong secret", "\u001b[2J");
        for (int i = 0; i < 3 * RefusalLog.LINES; i++) {
            stranger.showing("x").post("/api/alerts/sample", "{}");
        }
        assertThat(output.getAll().lines().filter(line -> line.contains("refused with")))
                .hasSizeLessThanOrEqualTo(RefusalLog.LINES);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /engine-rest;/x",
        "GET, /%63amunda/api/%00",
        "GET, /api//sample",
        "GET, /%2e%2e/etc",
        "POST, /api/sample;x=1",
        "FOO, /api/sample"
    })
    void anOddAddressIsRefusedInALine(String method, String path, CapturedOutput output) throws IOException {
        String answer = new RawRequest(admin.port(), method + " " + path + " HTTP/1.1", "Host: localhost").answer();

        assertThat(answer).containsPattern("^HTTP/1.1 (400|403|404|405|501) ");
        assertThat(output).doesNotContain("\tat ", "ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "localhost@evil.example"})
    void aNameOfSomebodyElseIsNotAnsweredTo(String host) throws IOException {
        for (String line : List.of("GET / HTTP/1.1", "GET /camunda/ HTTP/1.1", "GET /actuator/health HTTP/1.1")) {
            assertThat(new RawRequest(admin.port(), line, "Host: " + host).answer())
                    .containsPattern("^HTTP/1.1 40[03] ")
                    .doesNotContain("evil");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8080", "192.0.2.7", "kaltstart.lan"})
    void itsOwnNamesAndAddressesAreAnsweredTo(String host) throws IOException {
        assertThat(new RawRequest(admin.port(), "GET /actuator/health HTTP/1.1", "Host: " + host).answer())
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void ofTwoOriginsNobodyCanSayWhichCounts() throws IOException {
        String here = "Origin: http://localhost:" + admin.port();
        for (List<String> headers : List.of(
                List.of(here, "Origin: http://evil.example"),
                List.of("Origin: http://evil.example", here),
                List.of("Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"),
                List.of("Sec-Fetch-Site: same-origin", "Origin: http://evil.example"))) {
            assertThat(new RawRequest(
                                    admin.port(),
                                    "POST /api/sample HTTP/1.1",
                                    "Host: localhost:" + admin.port(),
                                    admin.headers().get(0) + ": "
                                            + admin.headers().get(1),
                                    "Content-Length: 0",
                                    headers.get(0),
                                    headers.get(1))
                            .answer())
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void otherMachinesDoNotReachItUnlessSomebodySaidSo() {
        assertThatThrownBy(() -> new Socket("127.0.0.2", admin.port()).close()).isInstanceOf(ConnectException.class);
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
