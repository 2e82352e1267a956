package dev.kaltstart.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.Kaltstart;
import dev.kaltstart.access.EnginePages;
import dev.kaltstart.access.Visitor;
import dev.kaltstart.approval.GivenApprovals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.Recoveries;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A whole Kaltstart, in which a person leads a rehearsal to its end, and another one that imports it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedKaltstartTest {

    private static final String PASSWORD = "S3cret-for-tests!";
    private static final String OF_GUS = "gus operates by night";

    @TempDir
    static Path world;

    private final ObjectMapper json = new ObjectMapper();

    @SuppressWarnings("NullAway.Init")
    private ConfigurableApplicationContext kaltstart;

    private String recovery = "";
    private String firstTask = "";
    private byte[] exported = {};
    private String fingerprint = "";

    @BeforeAll
    void aPersonLeadsARehearsal() throws Exception {
        kaltstart = running("first");
        Visitor admin = admin(kaltstart);
        recovery = json.readTree(admin.post("/api/recoveries", """
                        {"cluster": "homelab", "scenario": "node-failure", "mode": "rehearsal", "subject": "wk-2",
                         "reason": "the yearly drill", "rehearsal": {"speed": 400}}""").body())
                .path("id")
                .asText();
        var tasks = kaltstart.getBean(HumanTasks.class);
        await().atMost(Duration.ofMinutes(2)).until(() -> !tasks.open(recovery).isEmpty());
        firstTask = tasks.open(recovery).get(0).id();
        Visitor page = new EnginePages(Visitor.at(port(kaltstart))).loggedIn("tasklist", "admin", PASSWORD);
        assertThat(page.post(
                                "/camunda/api/engine/engine/default/task/" + firstTask + "/claim",
                                "{\"userId\": \"admin\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(admin.post("/engine-rest/task/count", "{}").statusCode()).isEqualTo(200);
        assertThat(admin.post("/engine-rest/task/" + firstTask + "/comment/create", "{\"message\": \"looked at it\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(page.post(
                                "/camunda/api/engine/engine/default/user/create",
                                "{\"profile\": {\"id\": \"gus\"}, \"credentials\": {\"password\": \"" + OF_GUS + "\"}}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(admin.post("/engine-rest/message", "{\"messageName\": \"go on\"}")
                        .statusCode())
                .isEqualTo(403);
        var export = HttpClient.newHttpClient()
                .send(
                        request(kaltstart, "/api/recoveries/" + recovery + "/export")
                                .build(),
                        BodyHandlers.ofByteArray());
        exported = export.body();
        fingerprint = export.headers().firstValue("Kaltstart-Fingerprint").orElseThrow();
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> attended(admin, tasks));
    }

    private boolean attended(Visitor admin, HumanTasks tasks) throws Exception {
        for (var task : tasks.open(recovery)) {
            var variables = new HashMap<String, Object>();
            tasks.exampleAnswers(task).forEach((key, value) -> variables.put(key, Map.of("value", value)));
            var answer = admin.post(
                    "/engine-rest/task/" + task.id() + "/submit-form",
                    json.writeValueAsString(Map.of("variables", variables)));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }
        return kaltstart
                .getBean(Recoveries.class)
                .find(recovery)
                .orElseThrow()
                .state()
                .ended();
    }

    @AfterAll
    void close() {
        kaltstart.close();
    }

    @Test
    void holdsWhoAllowedWhichPlan() throws Exception {
        List<JsonNode> lines = audit();
        var approvals = kaltstart.getBean(GivenApprovals.class).of(recovery);
        assertThat(approvals).isNotEmpty();
        for (GivenApprovals.Approval approval : approvals) {
            assertThat(lines.stream()
                            .filter(line -> line.path("approval").asText().equals(approval.id()))
                            .map(line -> line.path("action").asText() + " "
                                    + line.path("step").asText() + " "
                                    + line.path("digest").asText() + " "
                                    + line.path("person").asText() + " "
                                    + line.path("origin").asText()))
                    .startsWith("approval-given " + approval.step() + " " + approval.digest() + " admin 127.0.0.1")
                    .hasSize(2);
        }
    }

    @Test
    void holdsWhatWasDoneInTasklistAndOverRest() throws Exception {
        assertThat(said(audit()))
                .contains(
                        "request admin 127.0.0.1 POST /camunda/api/engine/engine/default/task/" + firstTask
                                + "/claim (204)",
                        "request admin 127.0.0.1 POST /engine-rest/task/" + firstTask + "/comment/create (200)",
                        "request admin 127.0.0.1 GET /api/recoveries/" + recovery + "/export (200)")
                .noneMatch(line -> line.contains("/count"));
    }

    @Test
    void holdsWhoLoggedInAndWhoChangedPeopleAndNothingOfWhatWasSent() {
        List<String> all = kaltstart
                .getBean(JdbcClient.class)
                .sql("select coalesce(person, '') || ' ' || coalesce(origin, '') || ' ' || words from audit_event")
                .query(String.class)
                .list();

        assertThat(all)
                .contains(
                        "admin 127.0.0.1 POST /camunda/api/admin/auth/user/default/login/tasklist (200)",
                        "admin 127.0.0.1 POST /camunda/api/engine/engine/default/user/create (204)")
                .noneMatch(line -> line.contains(PASSWORD) || line.contains(OF_GUS))
                .noneMatch(line -> line.contains("/engine-rest/message"));
    }

    @Test
    void holdsTheRecoveryFromItsStartToItsEndWithEveryKey() throws Exception {
        List<JsonNode> lines = audit();

        assertThat(said(lines))
                .contains("started admin 127.0.0.1 the yearly drill")
                .anyMatch(line -> line.startsWith("step-began"))
                .anyMatch(line -> line.startsWith("task-completed admin 127.0.0.1 ")
                        && line.contains("approved")
                        && line.contains("typedCluster")
                        && line.contains("approvalReason"));
        assertThat(lines.get(lines.size() - 1).path("number").asLong())
                .isGreaterThan(lines.get(0).path("number").asLong());
        assertThat(said(lines)).anyMatch(line -> line.startsWith("ended"));
        assertThat(admin(kaltstart).get("/api/recoveries/none/audit").statusCode())
                .isEqualTo(404);
    }

    @Test
    void theImportingKaltstartBeginsItsOwnChain() throws Exception {
        try (var second = running("second")) {
            var answer = HttpClient.newHttpClient()
                    .send(
                            request(second, "/api/imports?fingerprint=" + fingerprint)
                                    .header("Content-Type", "application/zip")
                                    .POST(BodyPublishers.ofByteArray(exported))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);

            List<JsonNode> lines = lines(second, recovery);
            assertThat(lines.get(0).path("action").asText()).isEqualTo("imported");
            assertThat(lines.get(0).path("person").asText()).isEqualTo("admin");
            assertThat(second.getBean(JdbcClient.class)
                            .sql("select min(number) from audit_event")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
        }
        assertThat(verify("second", AuditCommand.SOUND)).contains("is as it was written");
        try (var tampering = java.sql.DriverManager.getConnection(
                "jdbc:h2:async:" + world.resolve("second/database/kaltstart"), "sa", "")) {
            tampering
                    .createStatement()
                    .executeUpdate("update audit_event set person = 'mallory' where action = 'imported'");
        }
        assertThat(verify("second", AuditCommand.BROKEN)).contains("tampered with: changed", "was changed");
        assertThat(verify("third", AuditCommand.BROKEN)).contains("cannot be read");
    }

    private List<JsonNode> audit() throws Exception {
        return lines(kaltstart, recovery);
    }

    private List<JsonNode> lines(ConfigurableApplicationContext from, String id) throws Exception {
        var answer = admin(from).get("/api/recoveries/" + id + "/audit");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/x-ndjson");
        var lines = new java.util.ArrayList<JsonNode>();
        for (String line : answer.body().lines().toList()) {
            lines.add(json.readTree(line));
        }
        return lines;
    }

    private static List<String> said(List<JsonNode> lines) {
        return lines.stream()
                .map(line -> line.path("action").asText() + " "
                        + line.path("person").asText() + " "
                        + line.path("origin").asText() + " "
                        + line.path("message").asText())
                .toList();
    }

    private static String verify(String home, int expected) {
        var said = new ByteArrayOutputStream();
        int code = new AuditCommand(new PrintStream(said, true, StandardCharsets.UTF_8), settings(home))
                .run(List.of("verify"));
        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isEqualTo(expected);
        return text;
    }

    private static ConfigurableApplicationContext running(String home) {
        return SpringApplication.run(Kaltstart.class, settings(home));
    }

    private static String[] settings(String home) {
        return new String[] {
            "--server.port=0",
            "--kaltstart.home=" + world.resolve(home),
            "--kaltstart.admin-password=" + PASSWORD,
            "--spring.main.banner-mode=off"
        };
    }

    private static Visitor admin(ConfigurableApplicationContext at) {
        return Visitor.at(port(at)).as("admin", PASSWORD);
    }

    private static int port(ConfigurableApplicationContext at) {
        return Integer.parseInt(Objects.requireNonNull(at.getEnvironment().getProperty("local.server.port")));
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext at, String path) {
        String name = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port(at) + path))
                .header("Authorization", "Basic " + name);
    }
}
