package dev.kaltstart.approval;

import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans as plain text: one line for each command and effect; characters that are invisible or move text are written as an
 * escape.
 */
public final class PlanText {

    /** Cut to what a form can show; the engine holds 4,000 characters in one text. */
    static final int LONGEST = 3500;

    private static final int LONGEST_LINE = 20_000;
    private static final int FIRST_LINES = 5;

    private PlanText() {}

    /** All of it. */
    public static String whole(List<ShownPlan> bundle) {
        return String.join("\n\n", bundle.stream().map(PlanText::whole).toList());
    }

    private static String whole(ShownPlan shown) {
        return String.join("\n", lines(shown));
    }

    /** All of it where that fits into a form, else the counts and first lines of each step. */
    static String summary(List<ShownPlan> bundle, String page) {
        String whole = whole(bundle);
        if (whole.length() <= LONGEST) {
            return whole;
        }
        var parts = new ArrayList<String>();
        parts.add("THIS IS A SUMMARY. Read the whole plan before you allow it: " + page);
        bundle.forEach(shown -> parts.add(summary(shown)));
        String text = String.join("\n\n", parts);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "\n...";
    }

    private static String summary(ShownPlan shown) {
        List<String> lines = lines(shown);
        Plan plan = shown.plan();
        if (plan == null || lines.size() <= FIRST_LINES + 1) {
            return String.join("\n", lines.stream().map(PlanText::shortened).toList());
        }
        var text = new ArrayList<String>();
        text.add(lines.get(0) + " "
                + CountedNoun.of(plan.commands().size() + plan.requests().size(), "command") + ", "
                + CountedNoun.of(plan.effects().size(), "effect"));
        lines.subList(1, 1 + FIRST_LINES).forEach(line -> text.add(shortened(line)));
        text.add("  ... " + CountedNoun.of(lines.size() - 1 - FIRST_LINES, "more line") + " on the page");
        return String.join("\n", text);
    }

    private static String shortened(String line) {
        return line.length() <= 160 ? line : line.substring(0, 160) + "...";
    }

    private static List<String> lines(ShownPlan shown) {
        var lines = new ArrayList<String>();
        lines.add(StepLabel.of(shown.step()) + target(shown) + ":");
        Plan plan = shown.plan();
        if (plan == null) {
            lines.add("  nothing to do: " + ControlCharacters.text(shown.reason(), LONGEST_LINE));
        } else {
            plan.lines().forEach(line -> lines.add("  " + ControlCharacters.text(line, LONGEST_LINE)));
        }
        return lines;
    }

    private static String target(ShownPlan shown) {
        int slash = shown.subject().indexOf('/');
        return slash < 0 ? "" : " " + ControlCharacters.text(shown.subject().substring(slash + 1), LONGEST_LINE);
    }
}
