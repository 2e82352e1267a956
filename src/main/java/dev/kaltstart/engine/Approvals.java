package dev.kaltstart.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Asked by the worker before a destructive step acts. */
public interface Approvals {

    /**
     * Uses up the approval of exactly this plan. Asking again for the same execution and plan is granted again.
     *
     * @param step its name, as models know it
     * @param execution names this execution of the step
     */
    Answer take(RecoveryRecord recovery, String step, String execution, Plan plan);

    /** The plan whose approval the execution has used up; empty when it has none. */
    Optional<Plan> taken(String execution);

    /**
     * How long until the step asks again; zero when the approval is valid, or was withdrawn. Asked every few seconds
     * while the step waits, so it is cheap.
     *
     * @param approval as {@link NotYet} names it
     */
    Duration left(String approval);

    sealed interface Answer {}

    record Granted() implements Answer {}

    /** @param reason why there is none: never given, used, withdrawn, expired, for another mode or model */
    record Missing(String reason) implements Answer {}

    /**
     * One person alone approved this plan, and until it becomes valid it can be cancelled. It is still unused.
     *
     * @param person who approved
     * @param from when it becomes valid, at the earliest
     */
    record NotYet(String approval, String person, Instant from) implements Answer {}

    /** Another plan was approved. That approval is withdrawn. */
    record Changed(Plan approved) implements Answer {}
}
