package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Kaltstart that is killed in a step and started in another zone, as a laptop is that travels. */
@Timeout(600)
class TimeZoneIT {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ");

    @TempDir
    Path world;

    @Test
    @DisplayName("F17: the host is in another zone after a restart, or its clocks have changed")
    void goesOnAtOnceInEveryZone() throws Exception {
        // from summer to winter time, and further
        try (var kaltstart = OneKaltstart.in(world, Map.of("TZ", "Etc/GMT-2"), "-Duser.timezone=Etc/GMT-2")) {
            var started = kaltstart.post("/api/recoveries", """
                    {"cluster": "homelab", "scenario": "node-failure", "mode": "rehearsal", "subject": "wk-2",
                     "reason": "test", "unattended": true, "rehearsal": {"speed": 1}}""");
            assertThat(started.statusCode()).as(started.body()).isEqualTo(201);
            String before = worker(kaltstart, "");

            kaltstart.kill();
            kaltstart.start(Map.of("TZ", "Etc/GMT-1"), "-Duser.timezone=Etc/GMT-1");
            before = worker(kaltstart, before);

            kaltstart.kill();
            kaltstart.start(Map.of("TZ", "America/New_York"));
            before = worker(kaltstart, before);

            kaltstart.kill();
            kaltstart.start(Map.of(), "-Duser.timezone=Asia/Kathmandu");
            worker(kaltstart, before);

            assertThat(kaltstart.read("/engine-rest/incident")).isEmpty();
        }
    }

    /** The one that holds the step now, another than before, and not for hours. */
    private static String worker(OneKaltstart kaltstart, String before) {
        JsonNode step = await("another worker than " + before)
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(
                        () -> kaltstart.read("/engine-rest/external-task").path(0),
                        task -> !task.path("workerId").asText("").isEmpty()
                                && !task.path("workerId").asText().equals(before));
        Instant until = OffsetDateTime.parse(step.path("lockExpirationTime").asText(), TIME)
                .toInstant();
        assertThat(until)
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(300));
        return step.path("workerId").asText();
    }
}
