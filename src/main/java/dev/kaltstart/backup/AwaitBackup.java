package dev.kaltstart.backup;

import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** A restore is over when the data is protected again: what was paused runs, and a first new backup is green. */
@Component
class AwaitBackup extends Step {

    private final RestoreMethods methods;
    private final Evidence evidence;

    AwaitBackup(RestoreMethods methods, Evidence evidence) {
        this.methods = methods;
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        var done = new ArrayList<String>();
        for (RestoreOrder order : orders(run)) {
            Check state = methods.of(order).protectedAgain(run, order);
            if (!(state instanceof Check.Met met)) {
                return state;
            }
            done.add(met.message());
        }
        return Check.met(done.isEmpty() ? "nothing was restored by Kaltstart" : String.join("; ", done));
    }

    @Override
    public void perform(Run run) {
        orders(run).forEach(order -> methods.of(order).protect(run, order));
    }

    private List<RestoreOrder> orders(Run run) {
        return RestoreOptions.chosen(run, evidence);
    }
}
