package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.Happened;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Closes the books when a run has reached its end event. */
@Component
class Ends {

    private final RecoveryRows rows;
    private final Timeline timeline;
    private final ObjectProvider<Rehearsals> rehearsals;

    Ends(RecoveryRows rows, Timeline timeline, ObjectProvider<Rehearsals> rehearsals) {
        this.rows = rows;
        this.timeline = timeline;
        this.rehearsals = rehearsals;
    }

    @EventListener
    void close(Happened.RunEnded event) {
        rows.ended(event.recovery(), event.end(), event.at());
        rows.unlock(event.recovery());
        timeline.write(event.recovery(), event.at(), "ended", null, event.end(), null);
    }

    @TransactionalEventListener
    void release(Happened.RunEnded event) {
        rehearsals.ifAvailable(twins -> twins.close(event.recovery()));
    }
}
