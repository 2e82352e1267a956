package dev.kaltstart.ui;

import dev.kaltstart.recovery.Recoveries.Milestone;
import java.util.Optional;

/**
 * One milestone of a recovery.
 *
 * @param when after which time it was reached; empty before
 * @param objective the time allowed, and whether it was kept; empty when it has none
 */
record MilestoneLine(String name, StateSign state, String when, String objective) {

    /** @param over the recovery has ended */
    static MilestoneLine of(Milestone milestone, boolean over) {
        return new MilestoneLine(
                milestone.name(),
                sign(milestone, over),
                Optional.ofNullable(milestone.elapsed())
                        .map(elapsed -> "after " + TimeFormat.span(elapsed))
                        .orElse(""),
                Optional.ofNullable(milestone.allowed())
                        .map(allowed -> "objective " + TimeFormat.span(allowed)
                                + milestone
                                        .met()
                                        .map(met -> met ? ": met" : ": missed")
                                        .orElse(""))
                        .orElse(""));
    }

    private static StateSign sign(Milestone milestone, boolean over) {
        if (milestone.elapsed() == null) {
            return new StateSign("○", over ? "not reached" : "to come", "ahead");
        }
        return milestone.met().orElse(true)
                ? new StateSign("✓", "reached", "recovered")
                : new StateSign("✗", "reached late", "failed");
    }
}
