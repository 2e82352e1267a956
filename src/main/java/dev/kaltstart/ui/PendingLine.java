package dev.kaltstart.ui;

import dev.kaltstart.approval.PendingApprovals.Pending;
import java.time.Duration;
import java.time.Instant;
import org.springframework.web.util.UriUtils;

/**
 * An approved plan that has not started.
 *
 * @param seconds until it runs
 * @param waits its delay is not over
 */
record PendingLine(
        String steps,
        String about,
        String approver,
        boolean solo,
        boolean waits,
        String runsAt,
        long seconds,
        String plan,
        String cancel) {

    static PendingLine of(String recovery, Pending pending, Instant now) {
        String plan = "/recoveries/" + segment(recovery) + "/plans/" + segment(pending.bundle());
        long millis = Duration.between(now, pending.validFrom()).toMillis();
        return new PendingLine(
                String.join(", ", pending.steps()),
                pending.subject().substring(pending.subject().indexOf('/') + 1),
                pending.approver(),
                pending.solo(),
                millis > 0,
                TimeFormat.timeOfDay(pending.validFrom()),
                Math.max(0, (millis + 999) / 1000),
                plan,
                plan + "/withdraw");
    }

    private static String segment(String text) {
        return UriUtils.encodePathSegment(text, "UTF-8");
    }
}
