package dev.kaltstart.ui;

import dev.kaltstart.recovery.Recoveries.Recovery;
import java.time.Duration;

/**
 * How much of the time allowed has passed.
 *
 * @param percent of the allowed time, at most 100, for a bar
 * @param rest what is left, or by how much it is over, in words
 * @param over the allowed time has passed
 */
record Objective(String name, String allowed, long percent, String rest, boolean over) {

    static Objective controlPlane(Recovery recovery) {
        return of("control plane", recovery.objectives().controlPlane(), recovery.elapsed());
    }

    static Objective criticalApplications(Recovery recovery) {
        return of("critical applications", recovery.objectives().criticalApps(), recovery.elapsed());
    }

    /** The one to look at: the control plane's, and when that has passed, the applications'. */
    static Objective next(Recovery recovery) {
        Objective first = controlPlane(recovery);
        return first.over() ? criticalApplications(recovery) : first;
    }

    private static Objective of(String name, Duration allowed, Duration elapsed) {
        boolean over = elapsed.compareTo(allowed) > 0;
        long percent = Math.max(0, Math.min(100, elapsed.toSeconds() * 100 / allowed.toSeconds()));
        String rest =
                over ? "over by " + Words.span(elapsed.minus(allowed)) : Words.span(allowed.minus(elapsed)) + " left";
        return new Objective(name, Words.span(allowed), percent, rest, over);
    }
}
