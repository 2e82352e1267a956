package dev.kaltstart.recovery;

import dev.kaltstart.engine.HumanWaits;
import dev.kaltstart.engine.HumanWaits.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * How long an outage has lasted. In a rehearsal time passes faster, from the moment the recovery was created. In an
 * attended one the person is real: while a task is open, time runs at its real speed.
 */
@Component
class RunClock {

    private final HumanWaits waits;

    RunClock(HumanWaits waits) {
        this.waits = waits;
    }

    Duration elapsed(RecoveryRows.Row row, Instant now) {
        if (row.greenAt() != null && !slows(row)) {
            return Duration.between(row.startedAt(), row.greenAt());
        }
        Instant until = until(row, now);
        Duration waited = row.waited() == null ? waited(row, until) : row.waited();
        return elapsed(row, until, waited);
    }

    private static Duration elapsed(RecoveryRows.Row row, Instant until, Duration waited) {
        Duration worked = Duration.between(row.createdAt(), until).minus(waited);
        return Duration.between(row.startedAt(), row.createdAt())
                .plusMillis(Math.round(worked.toMillis() * row.speed()))
                .plus(waited);
    }

    /**
     * As it was at a moment before the end.
     *
     * @param at on the clock of the cluster, as that of the green checks
     * @param waited for people until then, where they slow the clock
     */
    static Duration elapsedAt(RecoveryRows.Row row, Instant at, Duration waited) {
        return slows(row) ? elapsed(row, wall(row, at), waited) : Duration.between(row.startedAt(), at);
    }

    /** @param at on the clock of the cluster */
    Duration waitedUntil(RecoveryRows.Row row, Instant at) {
        return slows(row) ? union(waits.of(row.id()), row.createdAt(), wall(row, at)) : Duration.ZERO;
    }

    /** Time spent waiting for people until the clock stopped, on the wall clock; zero where they do not slow it. */
    Duration waited(RecoveryRows.Row row, Instant now) {
        return slows(row) ? union(waits.of(row.id()), row.createdAt(), until(row, now)) : Duration.ZERO;
    }

    private static boolean slows(RecoveryRows.Row row) {
        return row.speed() != 1 && !row.unattended();
    }

    /** The moment of the wall clock at which the clock stopped; the moment of the checks is the twin's. */
    private static Instant until(RecoveryRows.Row row, Instant now) {
        if (row.greenAt() != null) {
            return wall(row, row.greenAt());
        }
        return row.endedAt() == null ? now : row.endedAt();
    }

    private static Instant wall(RecoveryRows.Row row, Instant onClusterClock) {
        Duration twin = Duration.between(row.createdAt(), onClusterClock);
        return row.createdAt().plusMillis(Math.round(twin.toMillis() / row.speed()));
    }

    private static Duration union(List<Wait> waits, Instant from, Instant until) {
        Duration sum = Duration.ZERO;
        Instant reached = from;
        for (Wait wait :
                waits.stream().sorted(Comparator.comparing(Wait::since)).toList()) {
            Instant begin = wait.since().isAfter(reached) ? wait.since() : reached;
            Instant end = wait.until() == null || wait.until().isAfter(until) ? until : wait.until();
            if (end.isAfter(begin)) {
                sum = sum.plus(Duration.between(begin, end));
                reached = end;
            }
        }
        return sum;
    }
}
