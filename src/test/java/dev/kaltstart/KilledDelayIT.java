package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed as kill -9 does, while what one person alone approved can still be cancelled. */
class KilledDelayIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the rehearsal: the delay is that much shorter. */
    private static final int SPEED = 400;

    @TempDir
    Path world;

    @Test
    void theDelayGoesOnAfterAKillAndIsNotShorter() throws Exception {
        Duration delay = Duration.ofSeconds(30);
        try (var kaltstart = kaltstart(delay)) {
            String recovery = approvedAlone(kaltstart);
            kaltstart.kill();
            kaltstart.start();

            await("it has begun")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> audit(kaltstart, recovery).contains("\"approval-taken\""));

            Instant given = first(kaltstart, recovery, "approval-given");
            assertThat(first(kaltstart, recovery, "approval-taken"))
                    .isBetween(given.plus(delay), given.plus(delay).plusSeconds(60));
        }
    }

    @Test
    void itCanBeCancelledAfterAKill() throws Exception {
        try (var kaltstart = kaltstart(Duration.ofSeconds(200))) {
            String recovery = approvedAlone(kaltstart);
            kaltstart.kill();
            kaltstart.start();

            var answer = kaltstart.post(
                    "/api/recoveries/" + recovery + "/approvals/" + bundle(kaltstart, recovery) + "/withdraw",
                    "{\"reason\": \"the node answers again\"}");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            kaltstart.awaitTaskOf(recovery, "resolve_evacuateVolumes");
            assertThat(audit(kaltstart, recovery)).doesNotContain("\"approval-taken\"");
        }
    }

    private OneKaltstart kaltstart(Duration delay) throws Exception {
        return new OneKaltstart(
                world,
                System.getenv("PATH"),
                "--kaltstart.approval.solo-delay=" + delay.multipliedBy(SPEED).toSeconds() + "s");
    }

    private static String approvedAlone(OneKaltstart kaltstart) throws Exception {
        String recovery = kaltstart.startRehearsal();
        await("it is approved")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    kaltstart.attend(recovery);
                    return kaltstart.told(timeline(recovery)).contains("approved-alone");
                });
        await("the step waits")
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        kaltstart.told("/api/recoveries/" + recovery + "/steps").contains("approved by admin alone"));
        return recovery;
    }

    private static String bundle(OneKaltstart kaltstart, String recovery) throws Exception {
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

    private static String audit(OneKaltstart kaltstart, String recovery) throws Exception {
        return kaltstart
                .get("/api/recoveries/" + recovery + "/audit", "admin", OneKaltstart.PASSWORD)
                .body();
    }

    private static Instant first(OneKaltstart kaltstart, String recovery, String action) throws Exception {
        for (String line : audit(kaltstart, recovery).lines().toList()) {
            JsonNode event = JSON.readTree(line);
            if (event.path("action").asText().equals(action)) {
                return Instant.parse(event.path("at").asText());
            }
        }
        throw new AssertionError("there is no " + action);
    }
}
