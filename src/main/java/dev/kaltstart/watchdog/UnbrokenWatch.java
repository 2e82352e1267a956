package dev.kaltstart.watchdog;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when Kaltstart has looked without a break. Silence counts only while Kaltstart listens: after the start, after the
 * machine has slept, and after its clock was set, the count begins again.
 */
final class UnbrokenWatch {

    private final Duration longestGap;
    private @Nullable Instant since;
    private @Nullable Instant last;

    UnbrokenWatch(Duration longestGap) {
        this.longestGap = longestGap;
    }

    /** Called at least once in each gap. */
    synchronized Instant at(Instant now) {
        if (since == null || last == null || now.isBefore(last) || now.isAfter(last.plus(longestGap))) {
            since = now;
        }
        last = now;
        return since;
    }
}
