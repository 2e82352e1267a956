package dev.kaltstart.approval;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * When the delay of an approval is over: on the clock, and also on the monotonic one of this Kaltstart where it has seen
 * the delay begin. Neither a clock that is set forward nor a laptop that sleeps shortens the time in which people can
 * cancel; a clock that is set back makes it longer. After a restart only the clock is left. Thread-safe.
 */
final class DelayClock {

    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Long> ends = new ConcurrentHashMap<>();

    DelayClock(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /** @return zero when it is over */
    Duration left(String approval, Instant from) {
        Duration onClock = positive(Duration.between(clock.instant(), from));
        long now = nanos.getAsLong();
        long end = ends.computeIfAbsent(approval, id -> now + onClock.toNanos());
        Duration awake = positive(Duration.ofNanos(end - now));
        Duration left = onClock.compareTo(awake) > 0 ? onClock : awake;
        if (left.isZero()) {
            forget(approval);
        }
        return left;
    }

    void forget(String approval) {
        ends.remove(approval);
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
