package dev.kaltstart.ui;

import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.RecoveryStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The last drill of a cluster and its result. */
final class DrillLine {

    private DrillLine() {}

    /** @param drills of all clusters */
    static List<String> of(String cluster, List<Recovery> drills) {
        return RecoveryStatistics.of(drills).stream()
                .filter(statistics -> statistics.cluster().equals(cluster))
                .map(DrillLine::text)
                .toList();
    }

    private static String text(RecoveryStatistics drilled) {
        Instant last = drilled.lastRecovered();
        Duration median = drilled.median();
        String counts = drilled.recovered() + " of " + drilled.ended() + " recovered";
        return last == null || median == null
                ? drilled.scenario() + ": never recovered, " + counts
                : drilled.scenario() + ": last on " + TimeFormat.minute(last) + ", " + counts + ", half of them within "
                        + TimeFormat.span(median);
    }
}
