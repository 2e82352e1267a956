package dev.kaltstart.approval;

import java.util.Locale;

/** The name of a step in words: {@code resetNode} is "Reset node". */
final class StepLabel {

    private StepLabel() {}

    static String of(String step) {
        String words = step.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
