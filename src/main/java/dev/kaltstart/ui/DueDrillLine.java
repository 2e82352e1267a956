package dev.kaltstart.ui;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.drill.ScheduledDrill;

/**
 * One drill in the calendar of a cluster.
 *
 * @param sign colour alone is not readable for all users
 * @param style name of the class in the style sheet
 */
record DueDrillLine(String drill, String sign, String state, String style, String last) {

    static DueDrillLine of(ScheduledDrill drill) {
        if (drill.nextDue() == null) {
            return new DueDrillLine(drill.drill(), "–", "never due", "waiting", last(drill));
        }
        return drill.overdue()
                ? new DueDrillLine(
                        drill.drill(),
                        "✗",
                        "overdue for " + CountedNoun.of(drill.overdueDays(), "day") + ", since " + drill.nextDue(),
                        "failed",
                        last(drill))
                : new DueDrillLine(drill.drill(), "✓", "due on " + drill.nextDue(), "recovered", last(drill));
    }

    private static String last(ScheduledDrill drill) {
        if (drill.lastAt() == null) {
            return "never done";
        }
        return "last done " + TimeFormat.minute(drill.lastAt())
                + (drill.real() ? ", for real" : "")
                + (drill.signedOffBy() == null ? ", not signed off" : ", signed off by " + drill.signedOffBy());
    }
}
