package dev.kaltstart.twin.world;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/** How long a state has lasted: a timer starts at its first query. */
public final class Timers {

    private final TreeMap<String, Instant> since = new TreeMap<>();

    public boolean passed(String what, Duration duration, Instant now) {
        return !since(what, now).plus(duration).isAfter(now);
    }

    public Instant since(String what, Instant now) {
        return since.computeIfAbsent(what, any -> now);
    }

    public boolean started(String what) {
        return since.containsKey(what);
    }

    /** The next query restarts it. */
    public void clear(String what) {
        since.remove(what);
    }

    /** Forgets all timers about an object. */
    public void clearAll(String suffix) {
        since.keySet().removeIf(what -> what.endsWith(suffix));
    }

    TreeMap<String, Instant> asMap() {
        return since;
    }
}
