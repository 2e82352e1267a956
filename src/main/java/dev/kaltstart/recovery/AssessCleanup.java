package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.util.Set;
import org.springframework.stereotype.Component;

/** A drill leaves things in the real cluster: cordoned nodes, test namespaces, suspended Flux objects. */
@Component
class AssessCleanup extends Step {

    static final Fact<Boolean> DUE = Fact.flag("cleanupDue");

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(DUE);
    }

    @Override
    public Check check(Run run) {
        boolean drill = run.mode() == Mode.DRILL;
        run.set(DUE, drill);
        return Check.met(
                drill ? "a drill: not over before a person has cleaned up" : "no drill: there is nothing to clean up");
    }
}
