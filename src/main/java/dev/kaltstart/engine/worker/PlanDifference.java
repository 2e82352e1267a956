package dev.kaltstart.engine.worker;

import dev.kaltstart.engine.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The difference between two plans of one step, for the person who approved the first. */
final class PlanDifference {

    private static final int SHOWN = 20;

    private PlanDifference() {}

    static String of(Plan approved, Plan now) {
        List<String> gone = without(approved.lines(), now.lines());
        List<String> added = without(now.lines(), approved.lines());
        if (gone.isEmpty() && added.isEmpty()) {
            return "The lines are the same; their order, environment or target differs.";
        }
        return Stream.of(part("Approved, and no longer part of it: ", gone), part("New, and not approved: ", added))
                .filter(part -> !part.isEmpty())
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }

    private static String part(String title, List<String> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        String more = lines.size() > SHOWN ? "; and " + (lines.size() - SHOWN) + " more" : "";
        return title + String.join("; ", lines.subList(0, Math.min(SHOWN, lines.size()))) + more + ".";
    }

    private static List<String> without(List<String> lines, List<String> others) {
        var left = new ArrayList<>(lines);
        others.forEach(left::remove);
        return left;
    }
}
