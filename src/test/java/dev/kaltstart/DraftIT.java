package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** A form that is half filled when Kaltstart is killed. */
@Timeout(600)
class DraftIT {

    private static final String DRAFT = "{\"modifications\": {\"taskDraft_powerEvidence\": {\"value\": \"%s\"}}}";
    private static final By POWERED_OFF = By.cssSelector("input[id*='field_poweredOff']");
    private static final By EVIDENCE = By.cssSelector("textarea[id*='field_powerEvidence']");

    @TempDir
    static Path world;

    private static OneKaltstart kaltstart;
    private static String recovery = "";
    private static String task = "";
    private static String shared = "";

    /** Two forms are half filled, one by a program and one by a person; then Kaltstart is killed. */
    @BeforeAll
    static void twoFormsAreHalfFilled() throws Exception {
        kaltstart = new OneKaltstart(world);
        recovery = kaltstart.startRehearsal();
        task = kaltstart.awaitTask("confirmPowerOff");
        String drafts = "/engine-rest/task/" + task + "/localVariables";
        assertThat(kaltstart.post(drafts, DRAFT.formatted("half a sen")).statusCode())
                .isEqualTo(204);
        refuses(drafts, DRAFT.formatted("AGE-SECRET-KEY-1QQQQQQQQQQQQQQ"), "looks like");
        refuses(drafts, "{\"modifications\": {\"powerEvidence\": {\"value\": \"x\"}}}", "no such field");
        refuses(drafts, "{\"modifications\": {\"taskWhy\": {\"value\": \"x\"}}}", "no such field");
        refuses(drafts, "{\"modifications\": {}, \"deletions\": [\"taskWhy\"]}", "nothing else");
        refuses(
                drafts,
                "{\"modifications\": {\"taskDraft_powerEvidence\": {\"value\": \"eA==\", \"type\": \"Bytes\"}}}",
                "a text");
        refuses(drafts, "{\"modifications\": {\"taskDraft_poweredOff\": {\"value\": true}}}", "never stored");
        refuses(drafts, "{\"modifications\": {\"taskDraft_powerEvidence\": {\"value\": 7}}}", "a text");
        if (Tasklist.canBeSeen()) {
            shared = kaltstart.awaitTaskOf(kaltstart.startRehearsal(), "confirmPowerOff");
            halfFillInTasklist();
        }
        kaltstart.kill();
        kaltstart.start();
    }

    private static void halfFillInTasklist() throws Exception {
        try (var first = Tasklist.in(world, "admin", OneKaltstart.PASSWORD)) {
            first.logIn(kaltstart.port);
            first.openTask(kaltstart.port, shared, "without power");
            first.click(By.xpath("//button[contains(., 'Claim')]"));
            first.click(POWERED_OFF);
            first.type(EVIDENCE, "The plug of wk-2 is in my");
            first.click(By.xpath("//button[contains(., 'Save')]"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> kaltstart
                            .form(shared, "admin", OneKaltstart.PASSWORD)
                            .containsKey("taskDraft_powerEvidence"));
            assertThat(first.keepsInTheBrowser("The plug")).isFalse();
        }
    }

    @AfterAll
    static void close() throws Exception {
        if (kaltstart != null) {
            kaltstart.close();
        }
    }

    @Test
    @DisplayName("F36: a draft outlives kill -9, decides nothing, and ends with its task")
    void aDraftOutlivesAKilledKaltstartAndDecidesNothing() throws Exception {
        assertThat(kaltstart.form(task, "admin", OneKaltstart.PASSWORD).get("taskDraft_powerEvidence"))
                .hasToString("\"half a sen\"");
        var nothing = kaltstart.post("/engine-rest/task/" + task + "/complete", "{}");
        assertThat(nothing.statusCode()).as("a draft is no answer").isBetween(400, 500);
        assertThat(kaltstart.form(task, "admin", OneKaltstart.PASSWORD)).containsKey("taskDraft_powerEvidence");

        String whole = DRAFT.formatted("a whole sentence")
                .replace("modifications", "variables")
                .replace("\"taskDraft_", "\"poweredOff\": {\"value\": true}, \"");
        assertThat(kaltstart
                        .post("/engine-rest/task/" + task + "/submit-form", whole)
                        .statusCode())
                .isEqualTo(204);
        assertThat(kaltstart.read("/api/recoveries/" + recovery + "/timeline").toString())
                .contains("a whole sentence")
                .doesNotContain("half a sen");
        String history =
                kaltstart.read("/engine-rest/history/variable-instance").toString()
                        + kaltstart.read("/engine-rest/history/detail");
        assertThat(history).contains("a whole sentence").doesNotContain("half a sen");
        assertThat(kaltstart.read("/engine-rest/variable-instance").toString()).doesNotContain("half a sen");
    }

    @Test
    @DisplayName("F36: saved in Tasklist, killed, opened in another browser")
    void whatOnePersonSavedInTasklistTheNextOneFinds() throws Exception {
        assumeTrue(Tasklist.canBeSeen(), "no Chromium with its driver here");
        try (var next = Tasklist.in(world, "admin", OneKaltstart.PASSWORD)) {
            next.logIn(kaltstart.port);
            next.openTask(kaltstart.port, shared, "without power");
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> next.value(EVIDENCE).equals("The plug of wk-2 is in my"));
            assertThat(next.ticked(POWERED_OFF))
                    .as("who completes the task confirms it")
                    .isFalse();
            next.picture("draft");
        }
    }

    private static void refuses(String drafts, String body, String message) throws Exception {
        var answer = kaltstart.post(drafts, body);
        assertThat(answer.body()).contains(message);
        assertThat(answer.statusCode()).isEqualTo(400);
    }
}
