package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Killed as kill -9 does, while what one person alone approved can still be cancelled. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledDelayIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the rehearsal: the delay is that much shorter. */
    private static final int SPEED = 400;

    /** Long enough for a slow machine to be killed, start again and take the withdrawal. */
    private static final Duration DELAY = Duration.ofSeconds(75);

    @TempDir
    static Path world;

    private static OneKaltstart kaltstart;
    private static String goingOn = "";
    private static String withdrawn = "";

    @BeforeAll
    static void killedWhileTwoDelaysRun() throws Exception {
        kaltstart = new OneKaltstart(
                world,
                System.getenv("PATH"),
                "--kaltstart.approval.solo-delay=" + DELAY.multipliedBy(SPEED).toSeconds() + "s");
        String first = kaltstart.startRehearsal();
        String second = kaltstart.startRehearsal();
        goingOn = approvedAlone(first);
        withdrawn = approvedAlone(second);
        kaltstart.kill();
        kaltstart.start();
    }

    @AfterAll
    static void close() throws Exception {
        if (kaltstart != null) {
            kaltstart.close();
        }
    }

    @Test
    @Order(1)
    void itCanBeCancelledAfterAKill() throws Exception {
        var answer = kaltstart.post(
                "/api/recoveries/" + withdrawn + "/approvals/" + bundle(withdrawn) + "/withdraw",
                "{\"reason\": \"the node answers again\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        kaltstart.awaitTaskOf(withdrawn, "resolve_evacuateVolumes");
        assertThat(audit(withdrawn)).doesNotContain("\"approval-taken\"");
    }

    @Test
    @Order(2)
    void theDelayGoesOnAfterAKillAndIsNotShorter() throws Exception {
        await("it has begun")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> audit(goingOn).contains("\"approval-taken\""));

        Instant given = first(goingOn, "approval-given");
        assertThat(first(goingOn, "approval-taken"))
                .isBetween(given.plus(DELAY), given.plus(DELAY).plusSeconds(60));
    }

    private static String approvedAlone(String recovery) throws Exception {
        await("it is approved")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    kaltstart.attend(recovery);
                    return kaltstart.answer(timeline(recovery)).contains("approved-alone");
                });
        await("the step waits")
                .atMost(Duration.ofMinutes(1))
                .until(() -> kaltstart
                        .answer("/api/recoveries/" + recovery + "/steps")
                        .contains("approved by admin alone"));
        return recovery;
    }

    private static String bundle(String recovery) throws Exception {
        for (JsonNode entry : kaltstart.read(timeline(recovery))) {
            if (entry.path("kind").asText().equals("approved-alone")) {
                String message = entry.path("message").asText();
                return message.substring(message.lastIndexOf('/') + 1);
            }
        }
        throw new AssertionError("it was not approved");
    }

    private static String timeline(String recovery) {
        return "/api/recoveries/" + recovery + "/timeline";
    }

    private static String audit(String recovery) throws Exception {
        return kaltstart
                .get("/api/recoveries/" + recovery + "/audit", "admin", OneKaltstart.PASSWORD)
                .body();
    }

    private static Instant first(String recovery, String action) throws Exception {
        for (String line : audit(recovery).lines().toList()) {
            JsonNode event = JSON.readTree(line);
            if (event.path("action").asText().equals(action)) {
                return Instant.parse(event.path("at").asText());
            }
        }
        throw new AssertionError("there is no " + action);
    }
}
