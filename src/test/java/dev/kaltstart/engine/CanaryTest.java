package dev.kaltstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.Kaltstart;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.worker.KnownFacts;
import dev.kaltstart.engine.worker.TaskRun;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.shell.Shells;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Secrets that come in by every way there is appear in nothing that Kaltstart keeps, says or shows. */
@Timeout(300)
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = Kaltstart.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "kaltstart.admin-password=" + Canary.ADMIN_PASSWORD,
            "kaltstart.alert-token=" + Canary.ALERT_TOKEN,
            "spring.datasource.password=" + Canary.DATABASE_PASSWORD
        })
@Import(CanaryTest.Sources.class)
abstract class CanaryTest {

    private static final String MARK = "[redacted]";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path world;

    @LocalServerPort
    int port;

    @Autowired
    ObjectMapper json;

    @Autowired
    DataSource database;

    @Autowired
    Evidence evidence;

    @Autowired
    HumanTasks tasks;

    @Autowired
    Collection<RequestMappingInfoHandlerMapping> mappings;

    private final HttpClient http = HttpClient.newHttpClient();

    @DynamicPropertySource
    static void inATemporaryHome(DynamicPropertyRegistry properties) {
        properties.add("kaltstart.home", () -> world.resolve("home").toString());
        properties.add("test.world", () -> world.toString());
    }

    @Test
    void noSecretAppearsAnywhere(CapturedOutput log) throws Exception {
        String recovery = start();
        // under the name that is asked for below
        var run = new TaskRun(
                new KnownFacts(Map.of()),
                AnyRecovery.record(recovery),
                new Subject.WholeCluster(),
                FakeCluster.homelab(),
                Instant.EPOCH);
        evidence.keep(run, "homelab", "seen: " + Canary.ALL);
        HumanTasks.Open resolve = watching(recovery, "resolve_assessRole");
        refuseSecretsOfPeople(recovery, resolve);
        alerts();
        assertSilent(recovery, log);

        tasks.complete(resolve.id(), "admin", Map.of("decision", "retry", "resolveReason", "seen"));
        HumanTasks.Open power = watching(recovery, "confirmPowerOff");
        tasks.complete(power.id(), "admin", tasks.exampleAnswers(power));
        HumanTasks.Open approve = watching(recovery, "approve_action");
        assertSilent(recovery, log);

        tasks.complete(approve.id(), "admin", tasks.exampleAnswers(approve));
        await().atMost(PATIENCE).until(() -> {
            tasks.open(recovery).forEach(open -> tasks.complete(open.id(), "admin", tasks.exampleAnswers(open)));
            return get("/api/recoveries/" + recovery).body().contains("\"recovered\"");
        });
        assertSilent(recovery, log);
        assertThat(get("/api/recoveries/" + recovery + "/report").body()).contains("redacted");
    }

    private String start() throws Exception {
        String sane = """
                {"cluster": "homelab", "scenario": "node-failure", "mode": "rehearsal", "subject": "wk-2",
                 "reason": "test", "rehearsal": {"speed": 400}}""";
        assertThat(post("/api/recoveries", sane.replace("test", quoted("it leaked: " + Canary.ADMIN_PASSWORD)))
                        .statusCode())
                .isEqualTo(422);
        assertThat(post("/api/recoveries", sane.replace("wk-2", Canary.AGE)).statusCode())
                .isEqualTo(422);
        assertThat(post("/api/recoveries", sane, "Idempotency-Key", Canary.ALERT_TOKEN)
                        .statusCode())
                .isEqualTo(400);
        get("/api/recoveries/" + Canary.GITHUB);
        return json.readTree(post("/api/recoveries", sane).body()).path("id").asText();
    }

    /** Whatever a person can send to the engine itself. */
    private void refuseSecretsOfPeople(String recovery, HumanTasks.Open task) throws Exception {
        String at = "/engine-rest/task/" + task.id();
        String all = quoted(Canary.ALL);
        String hidden = Base64.getEncoder().encodeToString(Canary.ALL.getBytes(StandardCharsets.UTF_8));
        String decision = "\"decision\": {\"value\": \"retry\"}, ";
        for (String answers : List.of(
                decision + "\"resolveReason\": {\"value\": \"" + all + "\"}",
                decision + "\"resolveReason\": {\"value\": \"" + Canary.ADMIN_PASSWORD + "\"}",
                decision + "\"resolveReason\": {\"value\": \"x\"}, \"" + Canary.GITHUB + "\": {\"value\": 1}",
                decision + "\"resolveReason\": {\"value\": \"x\"}, \"x\": {\"value\": \"" + hidden
                        + "\", \"type\": \"Bytes\"}",
                decision + "\"resolveReason\": {\"value\": \"x\"}, \"x\": {\"value\": \"" + hidden
                        + "\", \"type\": \"File\", \"valueInfo\": {\"filename\": \"key\"}}",
                decision + "\"resolveReason\": {\"value\": \"x\"}, \"x\": {\"value\": \"" + all
                        + "\", \"type\": \"Object\", \"valueInfo\": {\"objectTypeName\": \"java.lang.String\","
                        + " \"serializationDataFormat\": \"application/json\"}}")) {
            for (String way : List.of("/complete", "/submit-form")) {
                var refused = post(at + way, "{\"variables\": {" + answers + "}}");
                assertThat(refused.statusCode()).as(answers).isBetween(400, 500);
                assertThat(Canary.heardIn(refused.body())).isEmpty();
            }
        }
        assertRefused(post(at + "/comment/create", "{\"message\": \"" + all + "\"}"));
        assertRefused(post(at + "/assignee", "{\"userId\": \"" + Canary.GITHUB + "\"}"));
        assertRefused(post(at + "/claim", "{\"userId\": \"\\u006ba" + Canary.ADMIN_PASSWORD.substring(2) + "\"}"));
        assertRefused(post("/api/recoveries/" + recovery + "/abort", "{\"reason\": \"" + all + "\"}"));
        assertRefused(
                post("/api/recoveries/" + recovery + "/abort", "{\"reason\": \"" + Canary.DATABASE_PASSWORD + "\"}"));
        assertThatThrownBy(() -> tasks.complete(
                        task.id(), "admin", Map.of("decision", "retry", "resolveReason", "the key: " + Canary.AGE)))
                .isInstanceOf(HumanTask.Refused.class)
                .hasMessageContaining("'resolveReason'")
                .hasMessageNotContaining("KANARI");
        assertThat(tasks.open(recovery)).hasSize(1);
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(Canary.heardIn(answer.body())).isEmpty();
    }

    private void alerts() throws Exception {
        String good = """
                {"version": "4", "groupKey": "g", "status": "firing", "receiver": "k", "groupLabels": {},
                 "commonLabels": {}, "commonAnnotations": {}, "externalURL": "", "alerts": [{"status": "firing",
                 "fingerprint": "0123456789abcdef", "startsAt": "2026-01-01T00:00:00Z", "endsAt": "0001-01-01T00:00:00Z",
                 "generatorURL": "%1$s", "annotations": {"summary": "%1$s"},
                 "labels": {"alertname": "Something", "cluster": "homelab", "node": "%2$s", "said": "%1$s"}}]}""".formatted(quoted(Canary.ALL), Canary.AGE);
        for (String alert : List.of(good, good.replace("\"0123456789abcdef\"", "7"), quoted(Canary.ALL))) {
            var request = HttpRequest.newBuilder(at("/api/alerts/alertmanager"))
                    .header("Authorization", "Bearer " + Canary.ALERT_TOKEN)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(alert));
            var answer = http.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isLessThan(500).isNotEqualTo(401);
            assertThat(Canary.heardIn(answer.body())).isEmpty();
        }
    }

    /** Looks at what is shown all the while: output is seen before the command has ended. */
    private HumanTasks.Open watching(String recovery, String activity) {
        return await("the task " + activity)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> {
                            var log = get("/api/recoveries/" + recovery + "/steps/assessRole/log");
                            assertThat(Canary.heardIn(log.body())).isEmpty();
                            return tasks.open(recovery);
                        },
                        open -> open.stream().anyMatch(task -> task.activity().equals(activity)))
                .get(0);
    }

    private void assertSilent(String recovery, CapturedOutput log) throws Exception {
        var sinks = new TreeMap<String, String>();
        sinks.putAll(Sinks.tables(database));
        assertThat(sinks.keySet()).anyMatch(table -> table.equalsIgnoreCase("table act_ge_bytearray"));
        sinks.putAll(Sinks.files(world.resolve("home")));
        sinks.put("log", log.getAll());
        sinks.putAll(shown(recovery));
        var singing = new TreeMap<String, List<String>>();
        sinks.forEach((name, text) -> {
            List<String> heard = Canary.heardIn(text);
            if (!heard.isEmpty()) {
                singing.put(name, heard);
            }
        });
        assertThat(singing).isEmpty();
        // they were told, and something was put into their place
        assertThat(String.join("\n", sinks.values())).contains(MARK);
        assertThat(log.getAll()).contains("tells password is " + MARK);
        for (String sink : List.of(
                "table",
                "table evidence",
                "file",
                "GET /api",
                "GET /api/recoveries/" + recovery + "/evidence/homelab",
                "GET /recoveries",
                "GET /engine-rest")) {
            assertThat(sinks.entrySet()).as(sink).anySatisfy(entry -> {
                assertThat(entry.getKey().toLowerCase(Locale.ROOT)).startsWith(sink.toLowerCase(Locale.ROOT));
                assertThat(entry.getValue()).contains(MARK);
            });
        }
    }

    /** Every answer of the API, every page, and what the engine's own API has of history. */
    private Map<String, String> shown(String recovery) throws Exception {
        var paths = new java.util.TreeSet<String>();
        mappings.forEach(mapping -> mapping.getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues()
                        .forEach(pattern -> paths.add(pattern.replace("{id}", recovery)
                                .replace("{step}", "assessRole")
                                .replace("{name}", "homelab")))));
        assertThat(paths).contains("/", "/recoveries/" + recovery, "/api/recoveries/" + recovery + "/timeline");
        List.of("json", "html")
                .forEach(format -> paths.add("/api/recoveries/" + recovery + "/report?format=" + format));
        for (String kind : List.of(
                "task",
                "process-instance",
                "variable-instance",
                "external-task",
                "incident",
                "job",
                "execution",
                "filter",
                "user",
                "history/process-instance",
                "history/variable-instance",
                "history/detail",
                "history/user-operation",
                "history/external-task-log",
                "history/incident",
                "history/task",
                "history/activity-instance",
                "history/job-log",
                "history/decision-instance")) {
            paths.add("/engine-rest/" + kind);
        }
        json.readTree(get("/engine-rest/history/external-task-log").body())
                .findValuesAsText("id")
                .forEach(id -> paths.add("/engine-rest/history/external-task-log/" + id + "/error-details"));
        tasks.open(recovery).forEach(task -> {
            paths.add("/engine-rest/task/" + task.id() + "/form-variables");
            paths.add("/engine-rest/task/" + task.id() + "/comment");
        });
        var found = new TreeMap<String, String>();
        for (String path : paths) {
            found.put("GET " + path, get(path).body());
        }
        return found;
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        var request = request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        String name =
                Base64.getEncoder().encodeToString(("admin:" + Canary.ADMIN_PASSWORD).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(at(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Basic " + name);
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path.replaceAll("[{}*]", "x"));
    }

    private String quoted(String text) throws com.fasterxml.jackson.core.JsonProcessingException {
        String quoted = json.writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** Not annotated: who scans this package for components must not find it. */
    static class Sources {

        @Bean
        static LeakySteps leakySteps(
                @Value("${test.world}") Path directory,
                ObjectProvider<Shells> shells,
                ObjectProvider<StepHistory> history) {
            return new LeakySteps(directory, shells::getObject, recovery -> {
                var executions = history.getObject().of(recovery);
                return executions.get(executions.size() - 1).id() + "-0";
            });
        }
    }
}
