package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.git.CommitId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, and the way out of it.
 *
 * @param message for a person
 * @param good the last commit at which it was well; null when unknown
 * @param affected what Flux must not go on with meanwhile
 */
record Finding(Remedy way, String message, @Nullable CommitId good, List<FluxId> affected) {

    Finding {
        affected = List.copyOf(affected);
    }

    static Finding of(Remedy way, String message) {
        return new Finding(way, message, null, List.of());
    }
}
