package dev.kaltstart.report;

import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the report says of an objective.
 *
 * @param reached after which time; null when it was not
 * @param state open, met or missed
 */
record ObjectiveLine(
        String name, Duration allowed, @Nullable Duration reached, String state) {

    static ObjectiveLine of(Recovery recovery, Target target) {
        return new ObjectiveLine(
                target.name(),
                target.allowed(),
                recovery.reached(target).orElse(null),
                recovery.state(target).word());
    }

    String message() {
        return "Objective for the " + name + ": " + ReportFormat.time(allowed) + ", "
                + (reached == null ? "not reached" : "reached after " + ReportFormat.time(reached)) + ": " + state;
    }
}
