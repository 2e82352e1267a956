package dev.kaltstart.ui;

import dev.kaltstart.recovery.Recoveries.Recovery;
import java.time.Duration;
import java.util.List;

/**
 * How much of the time allowed has passed.
 *
 * @param percent of the allowed time, at most 100, for a bar
 * @param rest what is left, or by how much it is over, in words
 * @param over the allowed time has passed
 */
record Objective(String name, String allowed, long percent, String rest, boolean over) {

    static List<Objective> of(Recovery recovery) {
        return recovery.targets().stream()
                .map(target -> of(target.name(), target.allowed(), recovery.elapsed()))
                .toList();
    }

    /** The one to look at: the first that can still be met, else the last. */
    static Objective next(Recovery recovery) {
        List<Objective> all = of(recovery);
        return all.stream().filter(objective -> !objective.over()).findFirst().orElseGet(() -> all.get(all.size() - 1));
    }

    private static Objective of(String name, Duration allowed, Duration elapsed) {
        boolean over = elapsed.compareTo(allowed) > 0;
        long percent = Math.max(0, Math.min(100, elapsed.toSeconds() * 100 / allowed.toSeconds()));
        String rest = over
                ? "over by " + TimeFormat.span(elapsed.minus(allowed))
                : TimeFormat.span(allowed.minus(elapsed)) + " left";
        return new Objective(name, TimeFormat.span(allowed), percent, rest, over);
    }
}
