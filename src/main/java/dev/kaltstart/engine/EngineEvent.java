package dev.kaltstart.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engine's application events, published in the transaction of the change. */
public sealed interface EngineEvent {

    String recovery();

    Instant at();

    /** @param step activity id */
    record StepBegan(String recovery, Instant at, Subject subject, String step, String name) implements EngineEvent {}

    record StepDone(String recovery, Instant at, Subject subject, String step, String name, String evidence)
            implements EngineEvent {}

    /** @param message the reason */
    record StepFailed(
            String recovery, Instant at, Subject subject, String step, String name, String code, String message)
            implements EngineEvent {}

    record TaskOpened(String recovery, Instant at, Subject subject, String task, String activity, String name)
            implements EngineEvent {}

    /**
     * A task has waited long for its answer.
     *
     * @param since when the task was opened
     * @param escalated for so long that another person should know
     */
    record TaskWaits(
            String recovery,
            Instant at,
            Subject subject,
            String task,
            String activity,
            String name,
            Instant since,
            boolean escalated)
            implements EngineEvent {}

    /**
     * @param answers what the person sent; cut when it is long
     * @param keys all of what it set
     */
    record TaskCompleted(
            String recovery,
            Instant at,
            Subject subject,
            String activity,
            String name,
            String person,
            String answers,
            List<String> keys)
            implements EngineEvent {}

    /**
     * A step or a call is done that the model calls a milestone; not for the first time, perhaps.
     *
     * @param objective the RTO that it has to keep
     */
    record MilestoneReached(
            String recovery,
            Instant at,
            String name,
            @Nullable String objective) implements EngineEvent {}

    /**
     * Something failed, and the model offers no way on: the recovery is blocked until a person lets it try again.
     *
     * @param step activity id
     * @param message the reason
     */
    record IncidentOpened(String recovery, Instant at, String step, String message) implements EngineEvent {}

    /** A person has asked for the end; the model closes the recovery on its abort path. */
    record AbortRequested(String recovery, Instant at) implements EngineEvent {}

    /** @param end id of the end event: recovered, failed or aborted */
    record RunEnded(String recovery, Instant at, String end) implements EngineEvent {}
}
