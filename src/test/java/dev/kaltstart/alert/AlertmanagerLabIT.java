package dev.kaltstart.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.alert.payload.AlertReader;
import dev.kaltstart.alert.payload.Notification;
import dev.kaltstart.lab.Lab;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The behaviour of Alertmanager that the intake relies on: the format of its requests and the timing of its retries. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class AlertmanagerLabIT {

    private static final String TOKEN = "token-for-tests-0123456789abcdef";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final String name = "Contract" + UUID.randomUUID();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AlertReader reader = new AlertReader(Clock.systemUTC(), new Redaction());
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final Instant began = Instant.now().minusSeconds(30).truncatedTo(ChronoUnit.MILLIS);
    private HttpServer receiver;

    private record Post(Instant at, String authorization, byte[] body) {}

    @BeforeEach
    void receive() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::take);
        receiver.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var post = new Post(
                    Instant.now(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestBody().readAllBytes());
            boolean ours = new String(post.body(), StandardCharsets.UTF_8).contains(name);
            Integer answer = ours ? answers.poll() : null;
            exchange.sendResponseHeaders(answer == null ? 202 : answer, -1);
            // it keeps the alerts of earlier tests for hours
            if (ours) {
                posts.add(post);
            }
        }
    }

    @AfterEach
    void restore() throws Exception {
        receiver.stop(0);
        configure("route: {receiver: none}\nreceivers: [{name: none}]\n");
    }

    private void routed(String interval) throws Exception {
        configure("""
                route:
                  receiver: kaltstart
                  group_by: [alertname]
                  group_wait: 1s
                  group_interval: %s
                  repeat_interval: 1s
                receivers:
                  - name: kaltstart
                    webhook_configs:
                      - url: http://127.0.0.1:%d/
                        send_resolved: true
                        http_config: { authorization: { type: Bearer, credentials: %s } }
                """.formatted(interval, receiver.getAddress().getPort(), TOKEN));
    }

    private void configure(String message) throws Exception {
        Files.writeString(Path.of(Lab.here().setting("ALERTMANAGER_CONFIG")), message);
        assertThat(post("/-/reload", "")).isEqualTo(200);
    }

    private void alert(Instant endsAt) throws Exception {
        assertThat(post("/api/v2/alerts", """
                        [{"labels": {"alertname": "%s", "severity": "warning", "cluster": "homelab", "node": "wk-2"},
                          "annotations": {"summary": "Node is not ready."}, "startsAt": "%s", "endsAt": "%s"}]
                        """.formatted(name, began, endsAt))).isEqualTo(200);
    }

    private void alert() throws Exception {
        alert(began.plus(1, ChronoUnit.HOURS));
    }

    private int post(String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(Lab.here().setting("ALERTMANAGER") + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private void received(int count) {
        await(count + " posts").atMost(PATIENCE).until(() -> posts.size() >= count);
    }

    private Alert read(Post post) {
        var notification = Notification.read(post.body());
        assertThat(notification.truncated()).isZero();
        assertThat(notification.alerts()).hasSize(1);
        return reader.read(notification.source(), notification.alerts().get(0));
    }

    @Test
    void saysTheSameOfAnAlertHoweverOftenItSaysIt() throws Exception {
        routed("1s");
        alert();

        received(3);

        assertThat(posts).allSatisfy(post -> assertThat(post.authorization()).isEqualTo("Bearer " + TOKEN));
        Alert first = read(posts.get(0));
        assertThat(first.firing()).isTrue();
        assertThat(first.startsAt()).isEqualTo(began);
        assertThat(first.labels()).containsEntry("alertname", name).containsEntry("node", "wk-2");
        assertThat(posts).allSatisfy(post -> assertThat(read(post)).isEqualTo(first));
    }

    @Test
    void saysThatItIsOverWithTheSameFingerprint() throws Exception {
        routed("1s");
        alert();
        received(1);
        Alert first = read(posts.get(0));

        alert(Instant.now());

        await("it is over")
                .atMost(PATIENCE)
                .until(() -> !read(posts.get(posts.size() - 1)).firing());
        Alert last = read(posts.get(posts.size() - 1));
        assertThat(last.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(last.startsAt()).isEqualTo(first.startsAt());
    }

    @Test
    void comesBackSoonWhenItIsToldToComeLater() throws Exception {
        routed("5m");
        answers.addAll(List.of(503, 503));
        alert();

        // longer than the interval, so that one who waits for it is seen to
        await().atMost(Duration.ofMinutes(6)).until(() -> posts.size() >= 3);

        assertThat(Duration.between(posts.get(0).at(), posts.get(2).at()))
                .as("long before the next interval")
                .isLessThan(Duration.ofMinutes(5).dividedBy(3));
    }

    /** The reason for 503 instead of 429 under load: a 429 would delay the alert by minutes. */
    @Test
    void comesBackAtTheNextIntervalOnlyWhenItIsRefused() throws Exception {
        routed("6s");
        answers.addAll(List.of(429, 422));
        alert();

        received(3);

        for (int n = 1; n < 3; n++) {
            assertThat(Duration.between(posts.get(n - 1).at(), posts.get(n).at()))
                    .as("it waits for its interval, for the answer cannot get better before")
                    .isGreaterThan(Duration.ofSeconds(4));
        }
    }
}
