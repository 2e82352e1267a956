package dev.kaltstart.ui;

import dev.kaltstart.engine.PhaseHistory.Phase;
import dev.kaltstart.engine.PhaseHistory.Progress;
import java.time.Duration;
import java.time.Instant;

/**
 * One phase of a recovery.
 *
 * @param when how long it took, or has taken so far; empty when it has not begun
 * @param now for assistive technology
 */
record PhaseLine(String name, StateSign state, String when, boolean now) {

    /** @param over the recovery has ended */
    static PhaseLine of(Phase phase, boolean over, Instant now) {
        return new PhaseLine(
                phase.name(),
                sign(phase.progress(), over),
                phase.beganAt() == null
                        ? ""
                        : TimeFormat.span(
                                Duration.between(phase.beganAt(), phase.endedAt() == null ? now : phase.endedAt())),
                phase.progress() == Progress.NOW);
    }

    private static StateSign sign(Progress progress, boolean over) {
        return switch (progress) {
            case TO_COME -> new StateSign("○", over ? "not reached" : "to come", "ahead");
            case NOW -> new StateSign("▶", "now", "running");
            case DONE -> new StateSign("✓", "done", "recovered");
            case SKIPPED -> new StateSign("–", "skipped", "skipped");
            case STOPPED -> new StateSign("✗", "stopped", "failed");
        };
    }
}
