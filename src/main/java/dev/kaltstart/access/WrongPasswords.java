package dev.kaltstart.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Counts wrong passwords by the address they came from, never by user: a stranger must not be able to lock out the one
 * person who can start a recovery. Thread-safe; forgets with the process.
 */
@Component
class WrongPasswords {

    static final int ALLOWED = 20;
    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final int ADDRESSES = 10_000;

    private final Clock clock;
    private final Map<String, Count> counts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > ADDRESSES;
        }
    };

    WrongPasswords(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(String address) {
        Instant now = clock.instant();
        counts.merge(
                address,
                new Count(1, now.plus(PAUSE)),
                (old, one) -> old.until().isBefore(now) ? one : new Count(old.number() + 1, one.until()));
    }

    synchronized boolean tooMany(String address) {
        Count count = counts.get(address);
        return count != null && count.number() >= ALLOWED && count.until().isAfter(clock.instant());
    }

    /** @param until a minute after the last one, when all are forgotten */
    private record Count(int number, Instant until) {}
}
