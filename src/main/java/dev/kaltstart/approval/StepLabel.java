package dev.kaltstart.approval;

import java.util.Locale;

/** The name of a step in words: {@code resetNode} is "Reset node". */
public final class StepLabel {

    private StepLabel() {}

    public static String of(String step) {
        String message = step.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1);
    }
}
