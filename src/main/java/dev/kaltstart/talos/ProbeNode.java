package dev.kaltstart.talos;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The first probe. Judging a node by a single probe leads to wiping a healthy one. */
@Component
class ProbeNode extends Step {

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(NodeFacts.FIRST_PROBE);
    }

    @Override
    public Check check(Run run) {
        NodeProbe probe = NodeProbe.take(run, SubjectNode.of(run));
        if (probe.undecided()) {
            return Check.unknown(probe.message());
        }
        run.set(NodeFacts.FIRST_PROBE, probe.line());
        return Check.met(probe.line());
    }
}
