package dev.kaltstart.watchdog;

import dev.kaltstart.flux.watch.FluxLooks;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a cluster has been silent, at one moment.
 *
 * @param watching since when Kaltstart has looked without a break
 * @param heartbeat its last arrival; null when none ever arrived
 */
record Silence(
        Instant now,
        Instant watching,
        Pulse pulse,
        LastSigns signs,
        @Nullable Instant heartbeat,
        WatchdogProperties limits) {

    /** Looks and heartbeats come at their own pace. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** A cluster without a heartbeat never misses it. */
    boolean heartbeatMissing() {
        return heartbeat != null && lasts(heartbeat, limits.heartbeat());
    }

    /** Its monitoring is silent, and the cluster is not. */
    boolean monitoringOnly() {
        return heartbeatMissing() && pulse.apiAnswers();
    }

    boolean lost() {
        return nothingAnswers() || (heartbeatMissing() && !pulse.apiAnswers() && lasts(signs.api(), limits.silence()));
    }

    private boolean nothingAnswers() {
        return pulse.silent() && signs.any() != null && lasts(signs.any(), limits.silence());
    }

    /** The heartbeat went on when nothing answered any more. */
    boolean heartbeatOutlived() {
        Instant answered = signs.any();
        return heartbeat != null && answered != null && heartbeat.isAfter(answered.plus(MARGIN));
    }

    /** The last sign of life: of the monitoring where only that is silent, else of the cluster. */
    Instant began() {
        Instant answered = pulse.talosAnswers() ? signs.api() : signs.any();
        Instant last = pulse.apiAnswers() ? heartbeat : LastSigns.later(answered, heartbeat);
        return last == null || last.isAfter(now) ? watching : last;
    }

    /** A time that the clock has not reached is from before the clock was set. */
    private boolean lasts(@Nullable Instant last, Duration limit) {
        Instant from = last == null || last.isAfter(now) || last.isBefore(watching) ? watching : last;
        return !now.isBefore(from.plus(limit));
    }

    /**
     * The cluster is there again.
     *
     * @param reported when its silence was last reported
     */
    boolean over(Instant reported) {
        boolean apiCounts = signs.api() != null && pulse.api() != FluxLooks.Api.NOT_ASKED;
        if (pulse.apiAnswers() || apiCounts) {
            return pulse.apiAnswers();
        }
        return heartbeat == null ? pulse.talosAnswers() : beatsSince(reported);
    }

    boolean beatsSince(Instant reported) {
        return heartbeat != null && heartbeat.isAfter(reported);
    }
}
