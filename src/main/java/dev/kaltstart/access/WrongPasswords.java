package dev.kaltstart.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Counts wrong passwords by address and user name. After a few, attempts of one address and name are checked one after the
 * other, and a wrong one is delayed. The right password always works,
 * because a stranger must not be able to lock out the one person who can start a recovery. Few threads of the server are
 * held by all of this together. Thread-safe; forgets with the process.
 */
@Component
class WrongPasswords {

    static final int ALLOWED = 10;
    static final Duration MEMORY = Duration.ofMinutes(5);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration QUEUE = Duration.ofSeconds(5);
    private static final int PAIRS = 10_000;
    private static final int COMPARED = 24;
    private static final int QUEUED = 24;
    private static final int PAUSED = 24;

    private final Clock clock;
    private final Semaphore compared = new Semaphore(COMPARED);
    private final Semaphore queued = new Semaphore(QUEUED);
    private final Semaphore paused = new Semaphore(PAUSED);
    private final Map<Pair, Count> counts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Count> eldest) {
            return size() > PAIRS;
        }
    };

    WrongPasswords(Clock clock) {
        this.clock = clock;
    }

    /** A turn to compare a password; empty when too many wait for theirs. */
    Optional<Turn> turn(String address, String user) {
        var pair = new Pair(address, user);
        Optional<Semaphore> lane = lane(pair);
        if (lane.isPresent() && !queue(lane.get())) {
            return Optional.empty();
        }
        if (!compared.tryAcquire()) {
            lane.ifPresent(Semaphore::release);
            return Optional.empty();
        }
        return Optional.of(new Turn(pair, lane));
    }

    /** The addresses with too many wrong passwords. */
    private Optional<Semaphore> lane(Pair pair) {
        synchronized (counts) {
            Count count = counts.get(pair);
            return count != null && count.number() >= ALLOWED && count.until().isAfter(clock.instant())
                    ? Optional.of(count.lane())
                    : Optional.empty();
        }
    }

    private boolean queue(Semaphore lane) {
        if (!queued.tryAcquire()) {
            return false;
        }
        try {
            return lane.tryAcquire(QUEUE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            queued.release();
        }
    }

    private void add(Pair pair) {
        Instant now = clock.instant();
        synchronized (counts) {
            Count old = counts.get(pair);
            int before = old == null || old.until().isBefore(now) ? 0 : old.number();
            Semaphore lane = old == null ? new Semaphore(1, true) : old.lane();
            counts.put(pair, new Count(before + 1, now.plus(MEMORY), lane));
        }
    }

    /** One comparison. Closed when its answer may be given. */
    final class Turn implements AutoCloseable {

        private final Pair pair;
        private final Optional<Semaphore> lane;
        private boolean wrong;

        private Turn(Pair pair, Optional<Semaphore> lane) {
            this.pair = pair;
            this.lane = lane;
        }

        void wasWrong() {
            wrong = true;
            add(pair);
        }

        @Override
        public void close() {
            compared.release();
            if (lane.isPresent()) {
                if (wrong) {
                    pause();
                }
                lane.get().release();
            }
        }

        private void pause() {
            if (!paused.tryAcquire()) {
                return;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                paused.release();
            }
        }
    }

    private record Pair(String address, String user) {}

    /** @param until when all are forgotten, counted from the last one */
    private record Count(int number, Instant until, Semaphore lane) {}
}
