package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Connections that hold on to the server, and what everybody else sees of it: nothing. */
@AtTheDoors
@ExtendWith(OutputCaptureExtension.class)
class SlowBodiesTest {

    private static final int MANY = 300;
    private static final String SIGNATURE = "X-Signature: sha256=" + "0".repeat(64);
    private static final String JSON = "Content-Type: application/json";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    private final Visitor stranger;
    private final Visitor admin;

    SlowBodiesTest(@LocalServerPort int port) {
        stranger = Visitor.at(port);
        admin = stranger.as("admin", AtTheDoors.PASSWORD);
    }

    static Stream<List<String>> doors() {
        String login = "POST /camunda/api/admin/auth/user/default/login/tasklist HTTP/1.1";
        return Stream.of(
                List.of("POST /api/alerts/flux HTTP/1.1", JSON, SIGNATURE),
                List.of("POST /api/alerts/flux HTTP/1.1", JSON, "Authorization: Bearer " + AtTheDoors.TOKEN),
                List.of("POST /api/alerts/alertmanager HTTP/1.1", JSON, "X-Signature: sha256=00"),
                List.of("POST /api/sample HTTP/1.1", JSON, "X-Nothing: here"),
                List.of("PUT /api/sample HTTP/1.1", FORM, "X-Nothing: here"),
                List.of("POST /engine-rest/task HTTP/1.1", JSON, "X-Nothing: here"),
                List.of("POST /camunda/api/engine/engine/default/task HTTP/1.1", JSON, "X-Nothing: here"),
                List.of(login, FORM, "X-Nothing: here"),
                List.of(login, "Content-Type: multipart/form-data; boundary=x", "X-Nothing: here"));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void threeHundredSlowBodiesStopNobody(List<String> door) throws IOException {
        try (var slow = new Held(() -> request(door, "Content-Length: 100000").begin("{"), MANY)) {
            everybodyElseIsAnswered(slow);
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void nobodyWaitsForABodyWithoutLength(List<String> door) throws IOException {
        try (var slow =
                new Held(() -> request(door, "Transfer-Encoding: chunked").begin("1"), MANY)) {
            everybodyElseIsAnswered(slow);
        }
    }

    @Test
    void anOperatorWhoIsSlowStopsNobodyEither() throws IOException {
        String basic = admin.headers().get(0) + ": " + admin.headers().get(1);
        List<String> door = List.of("POST /engine-rest/task HTTP/1.1", JSON, basic);
        try (var slow = new Held(() -> request(door, "Content-Length: 100000").begin("{"), MANY)) {
            everybodyElseIsAnswered(slow);
        }
    }

    @Test
    void fiveHundredConnectionsThatSayNothingStopNobody() throws IOException {
        try (var idle = new Held(() -> new Socket("127.0.0.1", admin.port()), 250);
                var headers = new Held(
                        () -> new RawRequest(admin.port(), "GET / HTTP/1.1", "Host: localhost", "X-Slow").begin(""),
                        250)) {
            everybodyElseIsAnswered(idle);
            everybodyElseIsAnswered(headers);
        }
    }

    @Test
    void whoDoesNotReadTheAnswerStopsNobodyElse() throws IOException {
        try (var deaf = new Held(
                () -> new RawRequest(admin.port(), "GET /camunda/lib/deps.js HTTP/1.1", "Host: localhost").begin(""),
                MANY)) {
            for (int i = 0; i < 3; i++) {
                long begun = System.nanoTime();
                assertThat(stranger.get("/actuator/health").statusCode()).isEqualTo(200);
                assertThat(admin.get("/api/sample").statusCode()).isEqualTo(200);
                assertThat(stranger.showing(AtTheDoors.TOKEN)
                                .post("/api/alerts/flux", "{}")
                                .statusCode())
                        .isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            }
            assertThat(deaf.number()).isEqualTo(MANY);
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoLeavesInTheMiddleFillsNoLog(List<String> door, CapturedOutput output, @Autowired WaitingRoom room)
            throws IOException {
        await().until(() -> room.waiting() == 0);
        try (var slow = new Held(() -> request(door, "Content-Length: 100000").begin("{"), 5)) {
            assertThat(slow.number()).isEqualTo(5);
            stranger.get("/actuator/health");
        }
        await().until(() -> room.waiting() == 0);
        stranger.get("/actuator/health");

        assertThat(output).doesNotContain("\tat ", " ERROR ");
    }

    @Test
    void whoDripsIsSentAway() throws Exception {
        try (Socket socket = request(
                        List.of("POST /api/alerts/flux HTTP/1.1", JSON, "Authorization: Bearer " + AtTheDoors.TOKEN),
                        "Content-Length: 10")
                .begin("{")) {
            socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());

            assertThat(new String(socket.getInputStream().readAllBytes())).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void aWrongPasswordIsAnsweredAlsoToWhoHasSentABody() {
        assertThat(stranger.as("admin", "wrong")
                        .post("/api/sample", "x".repeat(50_000))
                        .statusCode())
                .isEqualTo(401);
    }

    private void everybodyElseIsAnswered(Held held) {
        assertThat(held.number()).isGreaterThanOrEqualTo(250);
        for (int i = 0; i < 3; i++) {
            long begun = System.nanoTime();
            assertThat(stranger.get("/actuator/health").statusCode()).isEqualTo(200);
            assertThat(admin.get("/api/sample").statusCode()).isEqualTo(200);
            assertThat(admin.post("/engine-rest/task", "{}").statusCode()).isEqualTo(200);
            assertThat(stranger.showing(AtTheDoors.TOKEN)
                            .post("/api/alerts/flux", "{}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(new EnginePages(stranger)
                            .login("tasklist", "admin", AtTheDoors.PASSWORD)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }

    private RawRequest request(List<String> door, String length) {
        return new RawRequest(admin.port(), door.get(0), "Host: localhost", door.get(1), door.get(2), length);
    }

    /** Connections that stay open. */
    private static final class Held implements AutoCloseable {

        private final List<Socket> sockets = new ArrayList<>();

        Held(Opening opening, int number) throws IOException {
            for (int i = 0; i < number; i++) {
                sockets.add(opening.open());
            }
        }

        int number() {
            return sockets.size();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private interface Opening {
        Socket open() throws IOException;
    }
}
