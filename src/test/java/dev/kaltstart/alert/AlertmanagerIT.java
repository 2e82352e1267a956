package dev.kaltstart.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.recovery.Recoveries;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A real Alertmanager tells Kaltstart of an alert, repeats it, and resolves it. */
@DirtiesContext
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:alertmanager;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!",
            "kaltstart.alert-token=token-for-tests-0123456789abcdef"
        })
class AlertmanagerIT {

    private static final String TOKEN = "token-for-tests-0123456789abcdef";

    @TempDir
    static Path home;

    @LocalServerPort
    int port;

    @Autowired
    Recoveries recoveries;

    @Autowired
    ObjectMapper json;

    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable Process alertmanager;
    private int alertmanagerPort;

    @DynamicPropertySource
    static void inATemporaryHome(DynamicPropertyRegistry properties) {
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
    }

    @Test
    void startsOnceHoweverOftenTheAlertIsRepeatedAndAttachesItsEnd() throws Exception {
        Optional<Path> program = program();
        assumeTrue(program.isPresent(), "Alertmanager is not installed");
        start(program.get());
        Instant began = Instant.now().minusSeconds(30).truncatedTo(ChronoUnit.MILLIS);

        post(alert(began, began.plus(1, ChronoUnit.HOURS)));
        await().atMost(Duration.ofSeconds(30)).until(() -> decisions().contains("started"));
        assertThat(recoveries.list("homelab", null, null)).hasSize(1);

        // group_interval and repeat_interval are a second: the same alert comes again and again
        await().atMost(Duration.ofSeconds(40)).until(() -> received() >= 3);
        assertThat(recoveries.list("homelab", null, null)).hasSize(1);

        post(alert(began, Instant.now()));
        String id = recoveries.list("homelab", null, null).get(0).id();
        await().atMost(Duration.ofSeconds(40))
                .until(() -> recoveries.timeline(id).stream()
                        .anyMatch(entry -> entry.message().contains("resolved")));
        assertThat(recoveries.list("homelab", null, null)).hasSize(1);
    }

    @AfterEach
    void stop() {
        if (alertmanager != null) {
            alertmanager.destroyForcibly();
        }
    }

    private static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(directory ->
                        Stream.of("prometheus-alertmanager", "alertmanager").map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void start(Path program) throws IOException {
        alertmanagerPort = freePort();
        Path token = Files.writeString(home.resolve("token"), TOKEN);
        Path config = Files.writeString(home.resolve("alertmanager.yml"), """
                route:
                  receiver: kaltstart
                  group_by: [alertname]
                  group_wait: 1s
                  group_interval: 1s
                  repeat_interval: 1s
                receivers:
                  - name: kaltstart
                    webhook_configs:
                      - url: http://127.0.0.1:%d/api/alerts/alertmanager
                        send_resolved: true
                        http_config:
                          authorization: { type: Bearer, credentials_file: %s }
                """.formatted(port, token));
        alertmanager = new ProcessBuilder(List.of(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.path=" + home.resolve("alertmanager"),
                        "--web.listen-address=127.0.0.1:" + alertmanagerPort,
                        "--cluster.listen-address="))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("alertmanager.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> get("/-/ready") == 200);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String alert(Instant startsAt, Instant endsAt) {
        return """
                [{"labels": {"alertname": "KubeNodeNotReady", "severity": "warning", "cluster": "homelab", "node": "wk-2"},
                  "annotations": {"summary": "Node is not ready."},
                  "startsAt": "%s", "endsAt": "%s",
                  "generatorURL": "http://prometheus.example/graph"}]
                """.formatted(startsAt, endsAt);
    }

    private void post(String alerts) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + alertmanagerPort + "/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(alerts))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private int get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + alertmanagerPort + path))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private List<String> decisions() throws Exception {
        return inbox().findValuesAsText("decision");
    }

    private int received() throws Exception {
        return inbox().findValues("received").stream()
                .mapToInt(JsonNode::asInt)
                .max()
                .orElse(0);
    }

    private JsonNode inbox() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/alerts"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString("admin:S3cret-for-tests!".getBytes()))
                .build();
        return json.readTree(http.send(request, BodyHandlers.ofString()).body());
    }
}
