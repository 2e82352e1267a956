package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.access.Visitor;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.util.HtmlUtils;

/** What the front page offers can be started: by its button, and by its command through a real shell and a real curl. */
@DirtiesContext
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:proposals;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!",
            "kaltstart.alert-token=a-token-of-the-tests-0123456789abcdef"
        })
class ProposalsTest {

    private static final String PASSWORD = "S3cret-for-tests!";
    private static final String TOKEN = "a-token-of-the-tests-0123456789abcdef";

    /** A name of one's own, with all that a shell reads. */
    private static final String NAME = "Rob's \"etcd\" is down! $(touch pwned) `touch pwned` \\ #1";

    private static final Pattern COMMAND =
            Pattern.compile("<pre tabindex=\"0\">(curl [^<]*/api/recoveries&#39;[^<]*)</pre>");
    private static final Pattern ACTION = Pattern.compile("<form method=\"post\" action=\"(/proposals/[^\"]*)\">");

    @TempDir
    static Path home;

    @LocalServerPort
    int port;

    @Autowired
    ObjectMapper json;

    @DynamicPropertySource
    static void aRepositoryOfItsOwn(DynamicPropertyRegistry properties) throws IOException {
        copy(Path.of("src/main/resources/sample/homelab"), home.resolve("checkout"));
        Path talconfig = home.resolve("checkout/talos/talconfig.yaml");
        // Talos takes capitals; the node in Kubernetes has none
        Files.writeString(
                talconfig,
                Files.readString(talconfig)
                        .replace("hostname: \"wk-2\"", "hostname: \"WK-2\"")
                        .replace("hostname: \"cp-3\"", "hostname: \"CP-3.home.arpa\""));
        Files.writeString(home.resolve("kaltstart.yaml"), """
                kaltstart:
                  clusters:
                    homelab:
                      twin: true
                      repository: { checkout: checkout }
                      alerts:
                        names:
                          'Rob''s "etcd" is down! $(touch pwned) `touch pwned` \\ #1': etcdMembersDown
                    lab:
                      twin: true
                      repository: { checkout: checkout }
                """);
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
        properties.add("kaltstart.config", () -> home.resolve("kaltstart.yaml").toString());
    }

    @Test
    void startsByItsButtonAndByItsCommand() throws Exception {
        assertThat(decision(send("01", "homelab", Map.of("alertname", NAME, "severity", "critical"))))
                .isEqualTo("proposed");
        List<String> actions = ofHomelab(ACTION);
        List<String> commands = ofHomelab(COMMAND);
        assertThat(actions).hasSize(3);
        assertThat(commands).hasSize(3);

        HttpResponse<String> clicked = person().send("POST", actions.get(0), "");
        assertThat(clicked.statusCode()).isEqualTo(302);
        JsonNode started = newestRecovery();
        assertThat(clicked.headers().firstValue("Location").orElse(""))
                .endsWith("/recoveries/" + started.path("id").asText());
        assertThat(started.path("subject").asText()).isEqualTo("cp-1");
        assertThat(started.path("reason").asText()).isEqualTo("Alertmanager: " + NAME);
        assertThat(ofHomelab(ACTION)).as("it is started").isEmpty();

        assertThat(run(commands.get(1))).contains("\"subject\":\"cp-2\"");
        assertThat(newestRecovery().path("subject").asText()).isEqualTo("cp-2");
        assertThat(newestRecovery().path("reason").asText()).isEqualTo("Alertmanager: " + NAME);
        assertThat(home.resolve("pwned")).doesNotExist();
    }

    @Test
    void theBodyInTheListOfAlertsStartsItToo() throws Exception {
        send("02", "lab", Map.of("alertname", "etcdNoLeader", "severity", "critical", "instance", "10.20.0.13:2381"));
        JsonNode shown = json.readTree(person().get("/api/alerts").body()).path(0);

        HttpResponse<String> answer = person().post("/api/recoveries", json.writeValueAsString(shown.path("accept")));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.body()).contains("\"subject\":\"cp-3\"");
    }

    @Test
    void aNodeWithCapitalsIsOneNode() throws Exception {
        for (String name : List.of("wk-2", "WK-2")) {
            HttpResponse<String> answer = send(
                    name.equals("wk-2") ? "03" : "04",
                    "homelab",
                    Map.of("alertname", "KubeNodeNotReady", "severity", "warning", "node", name));
            assertThat(decision(answer)).as(answer.body()).isIn("started", "attached");
        }
        assertThat(json.readTree(person().get("/api/recoveries").body()).findValuesAsText("subject"))
                .filteredOn("wk-2"::equals)
                .hasSize(1);
    }

    /** The member of etcd and the machine are CP-3 there, the node is cp-3. */
    @Test
    void aControlPlaneWithCapitalsAndADomainIsRecoveredOnTheTwin() throws Exception {
        HttpResponse<String> answer = person().post("/api/recoveries", """
                {"cluster":"lab","scenario":"node-failure","mode":"rehearsal","subject":"CP-3","reason":"capitals",
                "unattended":true,"rehearsal":{"speed":600}}""");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String id = json.readTree(answer.body()).path("id").asText();

        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> state(id).matches("recovered|failed|aborted"));

        assertThat(state(id))
                .as(person().get("/api/recoveries/" + id + "/timeline").body())
                .isEqualTo("recovered");
    }

    private String state(String id) throws IOException {
        return json.readTree(person().get("/api/recoveries/" + id).body())
                .path("state")
                .asText();
    }

    @Test
    void offersTheLossOfTheClusterToAPerson() throws Exception {
        assertThat(decision(send("05", "lab", Map.of("alertname", "etcdInsufficientMembers", "severity", "critical"))))
                .isEqualTo("proposed");

        assertThat(page()).contains("cluster-loss").doesNotContain("no model of");
        assertThat(json.readTree(person().get("/api/alerts").body()).path(0).has("accept"))
                .isTrue();
    }

    private HttpResponse<String> send(String fingerprint, String cluster, Map<String, String> named)
            throws IOException {
        var labels = new HashMap<>(named);
        labels.put("cluster", cluster);
        var alert = Map.of(
                "status",
                "firing",
                "labels",
                labels,
                "startsAt",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "fingerprint",
                "00000000000000" + fingerprint);
        return Visitor.at(port)
                .showing(TOKEN)
                .post(
                        "/api/alerts/alertmanager",
                        json.writeValueAsString(Map.of("version", "4", "groupKey", "g", "alerts", List.of(alert))));
    }

    private String decision(HttpResponse<String> answer) throws IOException {
        return json.readTree(answer.body()).at("/decisions/0/decision").asText();
    }

    private JsonNode newestRecovery() throws IOException {
        return json.readTree(person().get("/api/recoveries").body()).path(0);
    }

    private String page() {
        return person().get("/").body();
    }

    private Visitor person() {
        return Visitor.at(port).as("admin", PASSWORD);
    }

    /** Without a terminal, so that curl reads the password from its input. */
    private static String run(String command) throws IOException, InterruptedException {
        var process = new ProcessBuilder("setsid", "-w", "sh", "-c", command)
                .directory(home.toFile())
                .redirectError(home.resolve("errors").toFile())
                .start();
        process.getOutputStream().write((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(Files.readString(home.resolve("errors")))
                .isZero();
        return output;
    }

    /** Other tests leave proposals of the other cluster on the page. */
    private List<String> ofHomelab(Pattern pattern) {
        return all(pattern, page()).stream()
                .filter(found -> found.contains("homelab") || found.contains(".0000000000000001."))
                .toList();
    }

    private static List<String> all(Pattern pattern, String page) {
        return pattern.matcher(page)
                .results()
                .map(found -> HtmlUtils.htmlUnescape(found.group(1)))
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
