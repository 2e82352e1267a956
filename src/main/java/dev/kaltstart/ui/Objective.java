package dev.kaltstart.ui;

import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.Target;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of the time allowed has passed.
 *
 * @param percent of the allowed time, at most 100, for a bar
 * @param rest what is left, by how much it is over, or when it was reached, in words
 * @param over the allowed time has passed
 */
record Objective(String name, String allowed, long percent, String rest, boolean over) {

    static List<Objective> of(Recovery recovery) {
        return recovery.targets().stream()
                .map(target -> of(target, recovery.elapsed()))
                .toList();
    }

    /** The one to look at: the first of those open that can still be met, else the last of them. */
    static Objective next(Recovery recovery) {
        List<Objective> all = recovery.targets().stream()
                .filter(target -> target.reached() == null)
                .map(target -> of(target, recovery.elapsed()))
                .toList();
        if (all.isEmpty()) {
            return of(recovery.due(), recovery.elapsed());
        }
        return all.stream().filter(objective -> !objective.over()).findFirst().orElseGet(() -> all.get(all.size() - 1));
    }

    private static Objective of(Target target, Duration elapsed) {
        @Nullable Duration reached = target.reached();
        Duration time = reached == null ? elapsed : reached;
        Duration allowed = target.allowed();
        boolean over = time.compareTo(allowed) > 0;
        long percent = Math.max(0, Math.min(100, time.toSeconds() * 100 / allowed.toSeconds()));
        String rest = reached == null ? rest(time, allowed, over) : reached(time, over);
        return new Objective(target.name(), TimeFormat.span(allowed), percent, rest, over);
    }

    private static String rest(Duration elapsed, Duration allowed, boolean over) {
        return over
                ? "over by " + TimeFormat.span(elapsed.minus(allowed))
                : TimeFormat.span(allowed.minus(elapsed)) + " left";
    }

    private static String reached(Duration after, boolean over) {
        return (over ? "missed" : "met") + ", reached after " + TimeFormat.span(after);
    }
}
