package dev.kaltstart.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.access.Visitor;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.RecordedEnds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Who signs a drill off, at the door of a whole Kaltstart. */
@DirtiesContext
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:sign-off;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!"
        })
class SignOffTest {

    private static final String PASSWORD = "S3cret-for-tests!";
    private static final String TEXT = "{\"text\": \"The NAS was slow; the rest went as planned.\"}";

    @TempDir
    static Path home;

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    IdentityService identity;

    private String drill = "";
    private String failed = "";
    private String rehearsal = "";
    private String real = "";

    @DynamicPropertySource
    static void aRealCluster(DynamicPropertyRegistry properties) throws IOException {
        Path from = Path.of("src/main/resources/sample/homelab");
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        home.resolve("checkout").resolve(from.relativize(file).toString()));
            }
        }
        Files.writeString(home.resolve("kaltstart.yaml"), """
                kaltstart:
                  clusters:
                    office: { repository: { checkout: checkout }, drills: { drill-namespace-restore: { every: never } } }
                """);
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
        properties.add("kaltstart.config", () -> home.resolve("kaltstart.yaml").toString());
    }

    @BeforeEach
    void someHaveEnded() {
        jdbc.sql("delete from recovery").update();
        jdbc.sql("delete from drill_sign_off").update();
        var ends = new RecordedEnds(jdbc);
        Instant at = Instant.parse("2026-06-01T10:00:00Z");
        drill = ends.ended("drill-cold-start", "office", Mode.DRILL, "recovered", at);
        failed = ends.ended("drill-cold-start", "office", Mode.DRILL, "failed", at);
        rehearsal = ends.ended("drill-cold-start", "office", Mode.REHEARSAL, "recovered", at);
        real = ends.ended("cluster-loss", "office", Mode.LIVE, "recovered", at);
        for (String group : List.of("operators", "approvers", "observers")) {
            if (identity.createUserQuery().userId("of-" + group).count() == 0) {
                var person = identity.newUser("of-" + group);
                person.setPassword(PASSWORD);
                identity.saveUser(person);
                identity.createMembership("of-" + group, group);
            }
        }
    }

    @Test
    void anApproverSignsOffOnceAndItIsRecorded() {
        assertThat(sign("of-approvers", drill, TEXT)).isEqualTo(201);
        assertThat(sign("of-approvers", drill, TEXT)).isEqualTo(409);

        assertThat(as("of-observers").get("/api/drills").body())
                .contains("\"signedOffBy\":\"of-approvers\"", "\"nextDue\":\"2027-06-01\"", "\"every\":\"P1Y\"");
        assertThat(as("of-observers")
                        .get("/api/recoveries/" + drill + "/timeline")
                        .body())
                .contains("signed-off", "The NAS was slow");
        assertThat(as("of-observers").get("/api/recoveries/" + drill + "/audit").body())
                .contains("\"signed-off\"", "of-approvers", "The NAS was slow");
    }

    @Test
    void nobodyElseDoes() {
        for (String person : List.of("of-operators", "of-observers")) {
            assertThat(sign(person, drill, TEXT)).as(person).isEqualTo(403);
        }
        assertThat(Visitor.at(port)
                        .post("/api/drills/" + drill + "/sign-off", TEXT)
                        .statusCode())
                .isEqualTo(401);
        assertThat(as("of-observers").get("/api/drills").body()).doesNotContain("signedOffBy");
    }

    @Test
    void onlyADrillThatRecoveredIsSignedOff() {
        assertThat(sign("of-approvers", failed, TEXT)).isEqualTo(409);
        for (String other : List.of(rehearsal, real, "r-none")) {
            assertThat(sign("of-approvers", other, TEXT)).as(other).isEqualTo(404);
        }
    }

    /** Attack: a text that is none, that is a book, or that has a secret in it. */
    @Test
    void theTextIsBoundedAndHasNoSecret() {
        for (String text : List.of(
                "{}",
                "{\"text\": \" \"}",
                "{\"text\": \"" + "x".repeat(2001) + "\"}",
                "{\"text\": \"x\", \"person\": \"admin\"}",
                "{\"text\": \"AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQ\"}")) {
            assertThat(sign("of-approvers", drill, text)).as(text).isIn(400, 422);
        }
        assertThat(sign("of-approvers", drill, "{\"text\": \"a\\nb\\u202ec\"}")).isEqualTo(201);
        assertThat(jdbc.sql("select words from drill_sign_off")
                        .query(String.class)
                        .single())
                .isEqualTo("a\\u000ab\\u202ec");
    }

    @Test
    void theCalendarIsServedToWhoMayRead() {
        assertThat(Visitor.at(port).get("/api/drills.ics").statusCode()).isEqualTo(401);
        var answer = as("of-observers").get("/api/drills.ics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/calendar"));
        assertThat(answer.body())
                .contains("UID:drill-cold-start.office@kaltstart.dev\r\n", "DTSTART;VALUE=DATE:20270601\r\n")
                .as("never due")
                .doesNotContain("drill-namespace-restore");
        assertThat(as("of-observers").get("/clusters/office").body()).contains("due on 2027-06-01", "never due");
    }

    private int sign(String person, String recovery, String text) {
        return as(person).post("/api/drills/" + recovery + "/sign-off", text).statusCode();
    }

    private Visitor as(String person) {
        return Visitor.at(port).as(person, PASSWORD);
    }
}
