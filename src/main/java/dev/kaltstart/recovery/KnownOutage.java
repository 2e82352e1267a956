package dev.kaltstart.recovery;

import dev.kaltstart.engine.Run;
import java.time.Instant;

/** When an outage began, as far as it is known: data from before that moment is sound. */
@FunctionalInterface
public interface KnownOutage {

    /** @throws IllegalStateException when there is no such recovery */
    Instant start(Run run);
}
