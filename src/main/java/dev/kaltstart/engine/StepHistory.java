package dev.kaltstart.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history of a recovery's steps. */
public interface StepHistory {

    /** In the order in which they began. */
    List<Execution> of(String recovery);

    /**
     * One execution of a step; a step that was retried by a person has several.
     *
     * @param state running, waiting (its check is looked at again and again), done, failed or stopped
     * @param message the newest evidence or reason
     * @param code the fact behind a failure
     * @param progress between 0 and 1, where it is known
     * @param measured values of the evidence
     */
    record Execution(
            String id,
            Subject subject,
            String model,
            String step,
            String name,
            String state,
            String message,
            @Nullable String code,
            @Nullable Double progress,
            List<Measurement> measured,
            Instant beganAt,
            @Nullable Instant endedAt) {}
}
