package dev.kaltstart.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.access.Visitor;
import dev.kaltstart.notify.channel.DiscordServer;
import dev.kaltstart.notify.channel.MattermostServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A whole Kaltstart reports a rehearsal to two chats. */
@DirtiesContext
@Timeout(300)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:notified;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!",
            "kaltstart.notify.look=100ms",
            "kaltstart.notify.links=https://kaltstart.example"
        })
class NotifiedRecoveryTest {

    private static final String PASSWORD = "S3cret-for-tests!";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MattermostServer MATTERMOST = new MattermostServer();
    private static final DiscordServer DISCORD = new DiscordServer();

    @TempDir
    static Path home;

    @LocalServerPort
    int port;

    @Autowired
    IdentityService identity;

    @Autowired
    NotifyMeters meters;

    @Autowired
    MeterRegistry registry;

    @DynamicPropertySource
    static void aClusterWithTwoChats(DynamicPropertyRegistry properties) throws IOException {
        Path from = Path.of("src/main/resources/sample/homelab");
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        home.resolve("checkout").resolve(from.relativize(file).toString()));
            }
        }
        secret("mattermost", MATTERMOST.url());
        secret("discord", DISCORD.url());
        Files.writeString(home.resolve("kaltstart.yaml"), """
                kaltstart:
                  clusters:
                    homelab:
                      twin: true
                      repository: { checkout: checkout }
                      notify:
                        - { type: mattermost, urlFile: mattermost, rehearsals: true }
                        - { type: discord, urlFile: discord, rehearsals: true, events: [started, milestone, ended] }
                        - { type: webhook, name: silent, urlFile: nowhere }
                """);
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
        properties.add("kaltstart.config", () -> home.resolve("kaltstart.yaml").toString());
    }

    private static void secret(String name, String url) throws IOException {
        Path file = Files.createFile(
                home.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, url + "\n");
    }

    @AfterAll
    static void close() {
        MATTERMOST.close();
        DISCORD.close();
    }

    @Test
    void aRecoveryIsReportedFromItsStartToItsEnd() throws Exception {
        String recovery = start("""
                {"cluster": "homelab", "scenario": "node-failure", "mode": "rehearsal", "subject": "wk-2",
                 "reason": "<!channel> @all see https://evil.example",
                 "unattended": true, "rehearsal": {"speed": 2000}}""");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> MATTERMOST.posts.stream().anyMatch(post -> post.contains("ended: recovered")));
        List<String> posts =
                MATTERMOST.posts.stream().filter(post -> post.contains("wk-2")).toList();

        assertThat(posts)
                .allSatisfy(post -> assertThat(post)
                        .startsWith("**Rehearsal: node-failure of wk-2 in homelab: ")
                        .contains("<https://kaltstart.example/recoveries/" + recovery + ">")
                        .as("its answers are given by Kaltstart")
                        .doesNotContain("needs a person")
                        .doesNotContain("@all", "<!channel>", "://evil"));
        assertThat(posts.get(0)).contains("started**", "Asked for by admin");
        assertThat(posts).filteredOn(post -> post.contains("ended: ")).hasSize(1);
        assertThat(posts.get(posts.size() - 1))
                .contains("ended: recovered, checks green after ")
                .contains("allowed ", ", met");
        assertThat(JSON.readTree(admin().get("/api/recoveries/" + recovery + "/timeline")
                                .body())
                        .findValuesAsText("kind"))
                .filteredOn("ended"::equals)
                .as("the engine says it once")
                .hasSize(1);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        DISCORD.messages().stream().anyMatch(message -> message.contains("homelab: ended: recovered")));
        assertThat(DISCORD.messages().stream()
                        .filter(message -> message.contains("wk-2"))
                        .toList())
                .hasSize(3)
                .first()
                .asString()
                .contains("` started\n", "` ended: recovered");
    }

    @Test
    void anAttendedOneSaysWhichTaskWaits() throws Exception {
        String recovery = start("""
                {"cluster": "homelab", "scenario": "node-failure", "mode": "rehearsal", "subject": "wk-1",
                 "reason": "with people", "rehearsal": {"speed": 2000}}""");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> MATTERMOST.posts.stream()
                        .anyMatch(post -> post.contains("wk-1") && post.contains("needs a person: ")));

        assertThat(MATTERMOST.posts)
                .filteredOn(post -> post.contains("wk-1") && post.contains("needs a person: "))
                .first()
                .asString()
                .containsPattern("<https://kaltstart\\.example/camunda/app/tasklist/default/#/\\?task=[0-9a-f-]+>");
        admin().post("/api/recoveries/" + recovery + "/abort", "{\"reason\": \"enough\"}");
    }

    @Test
    void anOperatorSendsATestAndNobodySeesAnAddress() throws Exception {
        person("vera", "observers");
        person("otto", "operators");
        String test = "/api/clusters/homelab/notifications/test";
        assertThat(Visitor.at(port).post(test, "").statusCode()).isEqualTo(401);
        assertThat(as("vera").post(test, "").statusCode()).isEqualTo(403);
        assertThat(as("otto").post("/api/clusters/other/notifications/test", "").statusCode())
                .isEqualTo(404);
        var answer = as("otto").post(test, "");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("mattermost", "discord", "silent");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> MATTERMOST.posts.stream().anyMatch(post -> post.contains("Asked for by otto")));

        await().atMost(Duration.ofSeconds(30)).until(() -> !problem("silent").isEmpty());
        String states = as("vera").get("/api/notifications").body();
        assertThat(problem("silent")).contains("there is no file " + home.resolve("nowhere"));
        assertThat(states)
                .doesNotContain("/hooks/", "/api/webhooks/", "xr3j5x3p4pfk7kk6ck7b4e6ghh", "AbC-dEf_0123456789");
        meters.refresh();
        assertThat(registry.get("kaltstart.notify.pending")
                        .tags("cluster", "homelab", "channel", "silent")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("kaltstart.notify.stopped")
                        .tags("channel", "silent")
                        .gauge()
                        .value())
                .isZero();
        assertThat(as("vera").get("/clusters/homelab").body()).contains("Messages</h2>", "1 message waiting");
    }

    private String problem(String channel) throws IOException {
        for (JsonNode state :
                JSON.readTree(admin().get("/api/notifications").body()).path("channels")) {
            if (state.path("name").asText().equals(channel)) {
                return state.path("lastProblem").asText();
            }
        }
        return "";
    }

    private String start(String request) throws IOException {
        var answer = admin().post("/api/recoveries", request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body()).path("id").asText();
    }

    private Visitor admin() {
        return as("admin");
    }

    private Visitor as(String person) {
        return Visitor.at(port).as(person, PASSWORD);
    }

    private void person(String name, String group) {
        var person = identity.newUser(name);
        person.setPassword(PASSWORD);
        identity.saveUser(person);
        identity.createMembership(name, group);
    }
}
