package dev.kaltstart.ui;

import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.State;
import java.util.Locale;

/**
 * A state as a word with a sign, because colour alone is not readable for all users.
 *
 * @param style name of the class in the style sheet
 */
record StateSign(String sign, String word, String style) {

    static StateSign of(State state) {
        String style = state.name().toLowerCase(Locale.ROOT);
        return switch (state) {
            case RUNNING -> new StateSign("▶", "running", style);
            case WAITING -> new StateSign("◆", "waiting for a person", style);
            case BLOCKED -> new StateSign("■", "blocked", style);
            case HANDED_OVER -> new StateSign("»", "handed over", style);
            case RECOVERED -> new StateSign("✓", "recovered", style);
            case FAILED -> new StateSign("✗", "failed", style);
            case ABORTED -> new StateSign("–", "aborted", style);
        };
    }

    /** Of a step: running, waiting, done, failed; done and not verified is not green. */
    static StateSign ofStep(Recoveries.StepState step) {
        if (step.notVerified()) {
            return new StateSign("?", "not verified", "waiting");
        }
        return switch (step.state()) {
            case "done" -> new StateSign("✓", "done", "recovered");
            case "failed" -> new StateSign("✗", "failed", "failed");
            case "waiting" -> new StateSign("◆", "waiting", "waiting");
            default -> new StateSign("▶", step.state(), "running");
        };
    }
}
