package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Mode;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Recoveries that have ended, in a database. */
public final class RecordedEnds {

    private final RecoveryRows rows;
    private int recoveries;

    public RecordedEnds(JdbcClient jdbc) {
        rows = new RecoveryRows(jdbc);
    }

    public DoneRecoveries done() {
        return rows;
    }

    /** @return its id */
    public String ended(String scenario, String cluster, Mode mode, String end, Instant at) {
        String id = scenario + "-20260101-0000-" + String.format("%05d", recoveries++);
        Instant began = at.minus(Duration.ofHours(2));
        rows.insert(
                new RecoveryRows.Row(
                        id, cluster, scenario, mode, null, null, "test", "otto", 1, false, began, began, null, null,
                        null, null, null, null),
                null,
                null);
        rows.ended(id, end, at, Duration.ZERO);
        return id;
    }
}
