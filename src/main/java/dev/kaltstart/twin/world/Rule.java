package dev.kaltstart.twin.world;

import java.time.Instant;

/** An automatic change. Evaluated repeatedly as time passes; does nothing when nothing is due. */
@FunctionalInterface
public interface Rule {
    void apply(World world, Instant now);

    /**
     * It compares the time itself. All other rules leave time to the {@link Timers}: once such a rule had nothing to do, it
     * is not evaluated again before the world changes or one of its timers ends.
     */
    default boolean watchesClock() {
        return false;
    }
}
