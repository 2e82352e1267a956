package dev.kaltstart.ui;

import java.time.Duration;

/**
 * How much of the time allowed has passed.
 *
 * @param percent of the allowed time, at most 100, for a bar
 * @param rest what is left, or by how much it is over, in words
 * @param over the allowed time has passed
 */
record Objective(String name, String allowed, long percent, String rest, boolean over) {

    private static final Duration CONTROL_PLANE = Duration.ofHours(4);
    private static final Duration CRITICAL_APPLICATIONS = Duration.ofHours(8);

    static Objective controlPlane(Duration elapsed) {
        return of("control plane", CONTROL_PLANE, elapsed);
    }

    static Objective criticalApplications(Duration elapsed) {
        return of("critical applications", CRITICAL_APPLICATIONS, elapsed);
    }

    /** The one to look at: the control plane's, and when that has passed, the applications'. */
    static Objective next(Duration elapsed) {
        Objective first = controlPlane(elapsed);
        return first.over() ? criticalApplications(elapsed) : first;
    }

    private static Objective of(String name, Duration allowed, Duration elapsed) {
        boolean over = elapsed.compareTo(allowed) > 0;
        long percent = Math.max(0, Math.min(100, elapsed.toSeconds() * 100 / allowed.toSeconds()));
        String rest =
                over ? "over by " + Words.span(elapsed.minus(allowed)) : Words.span(allowed.minus(elapsed)) + " left";
        return new Objective(name, Words.span(allowed), percent, rest, over);
    }
}
