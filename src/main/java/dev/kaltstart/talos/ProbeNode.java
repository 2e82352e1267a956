package dev.kaltstart.talos;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import org.springframework.stereotype.Component;

/** The first of two looks: one alone says nothing about a busy node. */
@Component
class ProbeNode extends Step {

    @Override
    protected Check check(Run run) {
        Probe probe = Probe.of(run.cluster(), NodeFacts.node(run));
        run.set(NodeFacts.FIRST_PROBE, (probe.dead() ? "dead: " : "alive: ") + probe.words());
        return Check.met(probe.words());
    }
}
