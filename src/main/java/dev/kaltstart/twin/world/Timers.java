package dev.kaltstart.twin.world;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/** How long a state has lasted: a timer starts at its first query. */
public final class Timers {

    private final TreeMap<String, Instant> since = new TreeMap<>();
    private Instant nextEnd = Instant.MAX;
    private long changes;

    public boolean passed(String what, Duration duration, Instant now) {
        var end = since(what, now).plus(duration);
        if (!end.isAfter(now)) {
            return true;
        }
        if (end.isBefore(nextEnd)) {
            nextEnd = end;
        }
        return false;
    }

    public Instant since(String what, Instant now) {
        var began = since.get(what);
        if (began != null) {
            return began;
        }
        changes++;
        since.put(what, now);
        return now;
    }

    public boolean started(String what) {
        return since.containsKey(what);
    }

    /** The next query restarts it. */
    public void clear(String what) {
        if (since.remove(what) != null) {
            changes++;
        }
    }

    /** Forgets all timers about an object. */
    public void clearAll(String suffix) {
        if (since.keySet().removeIf(what -> what.endsWith(suffix))) {
            changes++;
        }
    }

    /** How many have started or were cleared. */
    long changes() {
        return changes;
    }

    /** From here on, {@link #nextEnd} is about the queries to come. */
    void forgetQueries() {
        nextEnd = Instant.MAX;
    }

    /** When the first of the queried timers ends. */
    Instant nextEnd() {
        return nextEnd;
    }

    TreeMap<String, Instant> asMap() {
        return since;
    }
}
