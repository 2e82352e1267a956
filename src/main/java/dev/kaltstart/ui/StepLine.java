package dev.kaltstart.ui;

import dev.kaltstart.recovery.Recoveries;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a recovery.
 *
 * @param percent how far it is, for a bar
 * @param measured it says how far it is
 */
record StepLine(
        String name,
        StateSign state,
        String message,
        String code,
        String began,
        String took,
        boolean measured,
        long percent) {

    /** @param subject of the recovery: only a step that is about another one says what it is about */
    static StepLine of(Recoveries.StepState step, @Nullable String subject, Instant now) {
        Instant until = step.endedAt() == null ? now : step.endedAt();
        boolean measured = step.progress() != null && step.endedAt() == null;
        return new StepLine(
                Objects.equals(step.subject(), subject)
                        ? step.name()
                        : step.name() + " " + TimeFormat.or(step.subject(), ""),
                StateSign.ofStep(step),
                step.message(),
                TimeFormat.or(step.code(), ""),
                TimeFormat.timeOfDay(step.beganAt()),
                TimeFormat.span(Duration.between(step.beganAt(), until)),
                measured,
                step.progress() == null ? 0 : Math.round(step.progress() * 100));
    }
}
