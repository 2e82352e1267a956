package dev.kaltstart.twin.world;

import java.time.Instant;

/** An automatic change. Evaluated repeatedly as time passes; does nothing when nothing is due. */
@FunctionalInterface
public interface Rule {
    void apply(World world, Instant now);
}
