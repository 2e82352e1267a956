package dev.kaltstart.recovery.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries.Milestone;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.recovery.Recoveries.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecoveryViewTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Target ONLY_AT_THE_END = Target.atTheEnd("critical applications", HOUR.multipliedBy(8));

    /** As Kaltstart's own, which leaves out what is null. */
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    @Test
    void theTimeThatIsLeftIsThatOfTheNextObjectiveThatIsOpen() throws JsonProcessingException {
        JsonNode before = view(recovery(HOUR.multipliedBy(3), null, target(null), target8(null)));
        assertThat(before.at("/clock/rtoSeconds").asLong()).isEqualTo(4 * 3600);
        assertThat(before.at("/clock/remainingSeconds").asLong()).isEqualTo(3600);

        JsonNode after = view(recovery(HOUR.multipliedBy(5), null, target(HOUR.multipliedBy(2)), target8(null)));
        assertThat(after.at("/clock/rtoSeconds").asLong()).isEqualTo(8 * 3600);
        assertThat(after.at("/clock/remainingSeconds").asLong()).isEqualTo(3 * 3600);
        assertThat(after.at("/objectives/0/state").asText()).isEqualTo("met");
        assertThat(after.at("/objectives/0/reachedSeconds").asLong()).isEqualTo(2 * 3600);
        assertThat(after.at("/objectives/1/state").asText()).isEqualTo("open");
        assertThat(after.at("/objectives/1").has("reachedSeconds")).isFalse();
    }

    @Test
    void anObjectiveThatIsLateIsMissedBeforeItIsReachedAndAfter() throws JsonProcessingException {
        Duration late = HOUR.multipliedBy(5);
        JsonNode open = view(recovery(late, null, target(null), target8(null)));
        assertThat(open.at("/objectives/0/state").asText()).isEqualTo("missed");
        assertThat(open.at("/clock/remainingSeconds").asLong()).isEqualTo(-3600);

        JsonNode ended = view(recovery(late, late, target(late), target8(late)));
        assertThat(ended.at("/objectives/0/state").asText()).isEqualTo("missed");
        assertThat(ended.at("/objectives/1/state").asText()).isEqualTo("met");
        assertThat(ended.at("/clock/rtoSeconds").asLong()).isEqualTo(8 * 3600);
    }

    @Test
    void withoutMilestonesTheFirstObjectiveCountsToTheEnd() throws JsonProcessingException {
        Target first = Target.atTheEnd("control plane", HOUR.multipliedBy(4));
        JsonNode ended = view(recovery(HOUR, HOUR, first, ONLY_AT_THE_END));

        assertThat(ended.at("/clock/rtoSeconds").asLong()).isEqualTo(4 * 3600);
        assertThat(ended.at("/objectives/0/state").asText()).isEqualTo("met");
    }

    @Test
    void aMilestoneThatIsToComeHasNoTime() throws JsonProcessingException {
        var reached = new Milestone("online", NOON.plus(HOUR), HOUR, "controlPlane", HOUR.multipliedBy(4));
        var ahead = new Milestone("first pod", null, null, null, null);
        JsonNode milestones = view(recovery(List.of(reached, ahead), HOUR, null, ONLY_AT_THE_END))
                .get("milestones");

        assertThat(milestones.get(0).toString())
                .isEqualTo("{\"name\":\"online\",\"at\":\"2026-11-28T13:00:00Z\",\"elapsedSeconds\":3600,"
                        + "\"objectiveSeconds\":14400,\"met\":true}");
        assertThat(milestones.get(1).toString())
                .isEqualTo("{\"name\":\"first pod\",\"at\":null,\"elapsedSeconds\":null}");
    }

    private JsonNode view(Recovery recovery) throws JsonProcessingException {
        return json.readTree(json.writeValueAsString(RecoveryView.of(recovery, null)));
    }

    private static Target target(@Nullable Duration reached) {
        return new Target("control plane", HOUR.multipliedBy(4), true, reached);
    }

    private static Target target8(@Nullable Duration reached) {
        return new Target("critical applications", HOUR.multipliedBy(8), false, reached);
    }

    private static Recovery recovery(Duration elapsed, @Nullable Duration rto, Target... targets) {
        return recovery(List.of(), elapsed, rto, targets);
    }

    private static Recovery recovery(
            List<Milestone> milestones, Duration elapsed, @Nullable Duration rto, Target... targets) {
        return new Recovery(
                "cl-1",
                "homelab",
                "cluster-loss",
                Mode.LIVE,
                null,
                "it is gone",
                "ada",
                rto == null ? State.RUNNING : State.RECOVERED,
                NOON,
                NOON,
                null,
                null,
                elapsed,
                rto,
                false,
                List.of(targets),
                milestones);
    }
}
