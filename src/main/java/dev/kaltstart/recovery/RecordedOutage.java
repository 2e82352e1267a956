package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The start of the outage in the row of its recovery, from which the clock and the report count. */
@Component
class RecordedOutage implements OutageStart, KnownOutage {

    /** A commit may bear any time. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final RecoveryRows rows;
    private final Timeline timeline;
    private final TransactionTemplate transaction;
    private final Clock clock;

    RecordedOutage(RecoveryRows rows, Timeline timeline, PlatformTransactionManager transactions, Clock clock) {
        this.rows = rows;
        this.timeline = timeline;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public Instant start(Run run) {
        return rows.row(run.recovery())
                .map(RecoveryRows.Row::startedAt)
                .orElseThrow(() -> new IllegalStateException("there is no recovery " + run.recovery()));
    }

    /** Not in a rehearsal, whose outage begins with it. */
    @Override
    public void found(Run run, Instant at, String why) {
        if (run.mode() != Mode.REHEARSAL) {
            transaction.executeWithoutResult(status -> rows.row(run.recovery())
                    .filter(row -> at.isAfter(row.createdAt().minus(LONGEST)))
                    .ifPresent(row -> move(row, at, why)));
        }
    }

    private void move(RecoveryRows.Row row, Instant at, String why) {
        if (rows.startedAt(row.id(), at)) {
            String message =
                    "the outage began at " + at + ": " + why + "; until now it counted from " + row.startedAt();
            timeline.write(row.id(), clock.instant(), "outage-began", null, message, null);
        }
    }
}
