package dev.kaltstart.recovery.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An objective of a recovery and what became of it.
 *
 * @param reachedSeconds after which time, on the clock of the run; missing while it is open
 * @param state open, met or missed; missed is also what is not reached and too late
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ObjectiveView(
        String name, long allowedSeconds, @Nullable Long reachedSeconds, String state) {

    static ObjectiveView of(Target target, Recovery recovery) {
        return new ObjectiveView(
                target.name(),
                target.allowed().toSeconds(),
                recovery.reached(target).map(Duration::toSeconds).orElse(null),
                recovery.state(target).word());
    }
}
