package dev.kaltstart.twin.world;

import java.time.Instant;

/** Something that happens by itself. Asked again and again as time passes; changes nothing when nothing is due. */
@FunctionalInterface
public interface Rule {
    void apply(World world, Instant now);
}
