package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.EngineEvent;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Closes the books when a run has reached its end event. */
@Component
class RecoveryEnd {

    private final RecoveryRows rows;
    private final Timeline timeline;
    private final RunClock clock;
    private final ObjectProvider<Rehearsals> rehearsals;

    RecoveryEnd(RecoveryRows rows, Timeline timeline, RunClock clock, ObjectProvider<Rehearsals> rehearsals) {
        this.rows = rows;
        this.timeline = timeline;
        this.clock = clock;
        this.rehearsals = rehearsals;
    }

    @EventListener
    void close(EngineEvent.RunEnded event) {
        Duration waited = rows.row(event.recovery())
                .map(row -> clock.waited(row, event.at()))
                .orElse(Duration.ZERO);
        rows.ended(event.recovery(), event.end(), event.at(), waited);
        rows.unlock(event.recovery());
        timeline.write(event.recovery(), event.at(), "ended", null, event.end(), null);
    }

    @TransactionalEventListener
    void release(EngineEvent.RunEnded event) {
        rehearsals.ifAvailable(twins -> twins.close(event.recovery()));
    }
}
