package dev.kaltstart.engine.worker;

import java.time.Duration;

/**
 * How long a step may still take. Counted on the monotonic clock from the first look of this Kaltstart on: neither a
 * laptop that slept nor a clock that was set makes a step late. What passed before is taken from the clock of the
 * cluster, and however long that was, the step is watched for a while before it is said to be late.
 */
public record StepDeadline(long since, Duration left) {

    private static final int LOOKS = 12;

    public static StepDeadline of(TaskRun run, Limits limits) {
        Duration passed = Duration.between(run.began(), run.cluster().clock().instant());
        Duration least = min(limits.timeout(), limits.poll().multipliedBy(LOOKS));
        Duration left = min(limits.timeout(), max(least, limits.timeout().minus(passed)));
        return new StepDeadline(System.nanoTime(), run.cluster().pace(left));
    }

    /** The step was not given its turn until now, through no fault of its own. */
    StepDeadline restarted() {
        return new StepDeadline(System.nanoTime(), left);
    }

    boolean isOver() {
        return System.nanoTime() - since > left.toNanos();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
