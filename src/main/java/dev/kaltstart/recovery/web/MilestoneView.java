package dev.kaltstart.recovery.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kaltstart.recovery.Recoveries.Milestone;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A milestone of a recovery.
 *
 * @param at when it was reached, on the clock of the cluster, which is the twin's in a rehearsal; null before
 * @param elapsedSeconds since the outage began, on the clock of the run; null before
 * @param objectiveSeconds the RTO that it has to keep; missing when it has none
 * @param met missing before it is reached, and when it has no RTO
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record MilestoneView(
        String name,
        @Nullable Instant at,
        @Nullable Long elapsedSeconds,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long objectiveSeconds,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean met) {

    static MilestoneView of(Milestone milestone) {
        return new MilestoneView(
                milestone.name(),
                milestone.at(),
                seconds(milestone.elapsed()),
                seconds(milestone.allowed()),
                milestone.met().orElse(null));
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
