package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Mode;
import java.time.Instant;

/** Rows of recoveries of wk-2 that have not ended. */
final class Outages {

    private Outages() {}

    static RecoveryRows.Row row(
            String id, String cluster, Mode mode, double speed, boolean unattended, Instant createdAt) {
        return new RecoveryRows.Row(
                id,
                cluster,
                "node-failure",
                mode,
                "wk-2",
                "node",
                "a reason",
                "olga",
                speed,
                unattended,
                createdAt.minusSeconds(60),
                createdAt,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
