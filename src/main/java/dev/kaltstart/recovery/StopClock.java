package dev.kaltstart.recovery;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import org.springframework.stereotype.Component;

/** The checks are green: the outage is over, even if the report is still to be written. */
@Component
class StopClock extends Step {

    private final RecoveryRows rows;

    StopClock(RecoveryRows rows) {
        this.rows = rows;
    }

    @Override
    public Check check(Run run) {
        return rows.row(run.recovery())
                .map(RecoveryRows.Row::greenAt)
                .map(green -> Check.met("green since " + green))
                .orElseGet(() -> Check.notYet("the clock is running"));
    }

    @Override
    public void perform(Run run) {
        rows.green(run.recovery(), run.cluster().clock().instant());
    }
}
