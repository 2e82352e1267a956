package dev.kaltstart.ui;

import dev.kaltstart.flux.lease.Standstill;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A suspended Flux object, on one line.
 *
 * @param message for whom, why and until when
 */
record StandstillLine(String object, String message) {

    /** @param here the recovery whose page it is; null on the front page */
    static List<StandstillLine> of(List<Standstill> standing, @Nullable String here, Instant now) {
        return standing.stream()
                .map(one -> new StandstillLine(one.object().label(), message(one, here, now)))
                .toList();
    }

    private static String message(Standstill one, @Nullable String here, Instant now) {
        String holder = one.holder();
        if (holder == null) {
            return "by someone else; Kaltstart leaves it suspended";
        }
        String reason = one.reason() == null || one.reason().isBlank() ? "" : " (" + one.reason() + ")";
        return "for " + (holder.equals(here) ? "this recovery" : holder) + reason + until(one.until(), now);
    }

    private static String until(@Nullable Instant until, Instant now) {
        if (until == null) {
            return "";
        }
        return until.isBefore(now)
                ? ", not renewed since " + TimeFormat.minute(until) + ": apparently no longer needed"
                : ", until " + TimeFormat.minute(until) + " unless it is renewed";
    }
}
