package dev.kaltstart.recovery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application as scripts see it; the same on each database. */
@DirtiesContext
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "kaltstart.admin-password=S3cret-for-tests!")
abstract class RestTest {

    @TempDir
    static Path home;

    @LocalServerPort
    int port;

    @Autowired
    ObjectMapper json;

    private final HttpClient http = HttpClient.newHttpClient();

    @DynamicPropertySource
    static void inATemporaryHome(DynamicPropertyRegistry properties) {
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
    }

    @Test
    void runsANodeFailureUnattendedToItsReport() throws Exception {
        var started = post("/api/recoveries", rehearsal("wk-2"), Map.of());
        assertThat(started.statusCode()).isEqualTo(201);
        String id = json.readTree(started.body()).path("id").asText();
        assertThat(started.headers().firstValue("Location")).hasValue("/api/recoveries/" + id);

        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() ->
                        read("/api/recoveries/" + id).path("state").asText().equals("recovered"));

        JsonNode recovery = read("/api/recoveries/" + id);
        assertThat(recovery.at("/clock/elapsedSeconds").asLong()).isPositive();
        assertThat(recovery.path("tasks")).isEmpty();
        assertThat(recovery.path("steps").findValuesAsText("step")).contains("drainNode", "commitChangelog");
        assertThat(read("/api/recoveries/" + id + "/steps").findValuesAsText("step"))
                .contains("drainNode", "deleteNode", "applyConfig", "commitChangelog");
        assertThat(read("/api/recoveries/" + id + "/timeline").findValuesAsText("kind"))
                .startsWith("started")
                .contains("approved", "task-completed");
        assertReport(id);
    }

    private void assertReport(String id) throws Exception {
        String text = get("/api/recoveries/" + id + "/report").body();
        assertThat(text)
                .contains(
                        "node-failure of wk-2: recovered",
                        "Measured RTO",
                        "| Delete node | rehearsal |",
                        "## What people did",
                        "powerEvidence:",
                        "## Timeline",
                        "talosctl -n 10.20.0.22");
        JsonNode report = read("/api/recoveries/" + id + "/report?format=json");
        assertThat(report.path("outcome").asText()).isEqualTo("recovered");
        var page = get("/api/recoveries/" + id + "/report?format=html");
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body()).contains("<h1>", "<table>", "recovered").doesNotContain("<script");
        assertThat(get("/api/recoveries/" + id + "/report?format=pdf").statusCode())
                .isEqualTo(400);
    }

    @Test
    void startsOnceForOneIdempotencyKey() throws Exception {
        Map<String, String> key = Map.of("Idempotency-Key", "nightly-1");
        String first = post("/api/recoveries", attended("wk-1"), key).body();
        String again = post("/api/recoveries", attended("wk-1"), key).body();

        String id = json.readTree(first).path("id").asText();
        assertThat(json.readTree(again).path("id").asText()).isEqualTo(id);
        assertThat(post("/api/recoveries/" + id + "/abort", "{}", Map.of()).statusCode())
                .as("a reason is mandatory")
                .isEqualTo(422);
        assertThat(post("/api/recoveries/" + id + "/abort", "{\"reason\": \"seen enough\"}", Map.of())
                        .statusCode())
                .isBetween(200, 204);
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        read("/api/recoveries/" + id).path("state").asText().equals("aborted"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {                                                                                      | 400 | not one JSON object
                    {"cluster":"homelab","cluster":"other"}                                                | 400 | not one JSON object
                    {"cluster":"homelab","scenario":"node-failure","reason":"x","subject":"wk-1"}          | 422 | mode is missing
                    {"cluster":"homelab","scenario":"node-failure","mode":"fast","reason":"x"}             | 422 | mode is missing or unknown
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":"wk-1"}    | 422 | reason
                    {"cluster":"nowhere","scenario":"node-failure","mode":"rehearsal","reason":"x"}        | 422 | homelab
                    {"cluster":"homelab","scenario":"../etc","mode":"rehearsal","reason":"x"}              | 422 | scenario
                    {"cluster":"homelab","scenario":"approve","mode":"rehearsal","reason":"x"}             | 422 | scenario
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","reason":"x"}        | 422 | node
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":"--all","reason":"x"} | 422 | node
                    {"cluster":"homelab","scenario":"node-failure","mode":"live","subject":"wk-1","reason":"x"}       | 422 | twin
                    {"cluster":"homelab","scenario":"node-failure","mode":"drill","subject":"wk-1","reason":"x"}      | 422 | twin
                    {"cluster":"homelab","scenario":"node-failure","mode":"live","subject":"wk-1","reason":"x","unattended":true} | 422 | Only a rehearsal
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":"wk-1","reason":"x","force":true} | 422 | unknown field
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":7,"reason":"x"}       | 422 | 'subject'
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":"wk-1","reason":"x","startedAt":"31.12.2026"} | 422 | RFC 3339
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":"wk-1","reason":"x","rehearsal":{"speed":0}}  | 422 | speed
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":"wk-1","reason":"x","rehearsal":{"faults":["no-such"]}} | 422 | fault
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":"wk-1","reason":"x","unattended":true,"rehearsal":{"answers":{"confirmPowerOff":{"poweredOff":true,"mode":"live"}}}} | 422 | no field 'mode'
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":"wk-1","reason":"x","unattended":true,"rehearsal":{"answers":{"confirmPowerOff":{"machineUuid":"4c4c4544-0042-3510-8051-b7c04f4e3532"}}}} | 422 | answers to 'confirmPowerOff'
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":"wk-1","reason":"x","unattended":true,"rehearsal":{"answers":{"resolve_resetNode":{"problem":"nothing"}}}} | 422 | no field 'problem'
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":"wk-1","reason":"x","unattended":true,"rehearsal":{"answers":{"approve_action":{"approved":"true"}}}} | 422 | 'approved' has the wrong type
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":"wk-1","reason":"x","unattended":true,"rehearsal":{"answers":{"resolve_resetNode":{"decision":"force"}}}} | 422 | must be one of
                    {"cluster":"homelab","scenario":"node-failure","mode":"rehearsal","subject":"wk-1","reason":"x","unattended":true,"rehearsal":{"answers":{"chooseRevision":{"undo":"state"}}}} | 422 | no task 'chooseRevision'
                    """)
    void refusesWhatCannotBeStartedAndSaysWhatIsWrong(String body, int status, String message) throws Exception {
        int before = read("/api/recoveries").size();

        var refused = post("/api/recoveries", body, Map.of());

        assertThat(refused.body()).containsIgnoringCase(message);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(read("/api/recoveries")).hasSize(before);
    }

    @Test
    void describesTheClusterAndItself() throws Exception {
        assertThat(read("/api/clusters").findValuesAsText("name")).contains("homelab");
        for (var systems : List.of(
                read("/api/clusters").path(0).path("systems"),
                read("/api/clusters/homelab").path("systems"))) {
            assertThat(systems).anySatisfy(system -> {
                assertThat(system.path("name").asText()).isEqualTo("Longhorn");
                assertThat(system.path("kind").asText()).isEqualTo("storage");
                assertThat(system.path("ability").asText()).isNotEmpty();
            });
        }
        assertThat(read("/api/clusters/homelab").path("seenLive").toString())
                .isEqualTo("{\"nodes\":[],\"findings\":[]}");
        assertThat(read("/api/clusters/homelab").toString())
                .contains("10.20.0.22")
                .doesNotContain("AGE-SECRET-KEY");
        assertThat(read("/api/openapi").path("paths").properties())
                .extracting(Map.Entry::getKey)
                .contains(
                        "/api/alerts/alertmanager",
                        "/api/recoveries",
                        "/api/recoveries/{id}/report",
                        "/api/clusters/{name}/backups",
                        "/api/clusters/{name}/volumes");
        assertThat(read("/api/clusters/homelab/volumes").toString()).isEqualTo("{\"volumes\":[],\"notes\":[]}");
        assertThat(read("/api/clusters/homelab/backups")
                        .path("live")
                        .path("unknown")
                        .asText())
                .contains("only as a twin");
        for (String path : List.of("/api/recoveries/none", "/api/recoveries/none/timeline", "/api/clusters/none")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get("/api/clusters/none/drift").statusCode()).isEqualTo(404);
        assertThat(get("/api/clusters/none/backups").statusCode()).isEqualTo(404);
        // there is nothing to look at
        assertThat(get("/api/clusters/homelab/drift").statusCode()).isEqualTo(409);
        assertThat(get("/api/recoveries?state=sideways").statusCode()).isEqualTo(400);
    }

    private static String rehearsal(String node) {
        return """
                {"cluster": "homelab", "scenario": "node-failure", "mode": "rehearsal", "subject": "%s",
                 "reason": "test", "unattended": true, "rehearsal": {"speed": 400}}""".formatted(node);
    }

    private static String attended(String node) {
        return rehearsal(node).replace("\"unattended\": true", "\"unattended\": false");
    }

    private HttpResponse<String> post(String path, String body, Map<String, String> headers) throws Exception {
        var request = request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private JsonNode read(String path) throws Exception {
        return json.readTree(get(path).body());
    }

    private HttpRequest.Builder request(String path) {
        String name = Base64.getEncoder().encodeToString("admin:S3cret-for-tests!".getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + name);
    }
}
