package dev.kaltstart.watchdog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a cluster last gave a sign of life.
 *
 * @param api an answer of the Kubernetes API; null when there was never one
 * @param talos an answer of any node; null when there was never one
 */
record LastSigns(@Nullable Instant api, @Nullable Instant talos) {

    static final LastSigns NONE = new LastSigns(null, null);

    /** Null when it never answered. */
    @Nullable
    Instant any() {
        return later(api, talos);
    }

    static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
