package dev.kaltstart.flux.lease;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.flux.object.FluxId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That one object of Flux is to stand still for a recovery.
 *
 * @param before how its switch stood; null when there was none
 * @param message what became of it; null as long as nothing did
 * @param expiresAt when the lease ends unless it is renewed
 */
public record Suspension(
        String id,
        String recovery,
        String cluster,
        Mode mode,
        FluxId object,
        String reason,
        State state,
        @Nullable String before,
        @Nullable String message,
        Instant takenAt,
        Instant expiresAt) {

    public enum State {
        /** Decided; Flux may or may not have been told. */
        WANTED,
        HELD,
        /** Somebody else had suspended it before, and that stays. */
        FOUND,
        RELEASED,
        /** It was not ours any more when it was to be released. */
        LEFT;

        public boolean ended() {
            return this == RELEASED || this == LEFT;
        }
    }
}
