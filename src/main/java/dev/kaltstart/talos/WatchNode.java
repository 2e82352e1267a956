package dev.kaltstart.talos;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import org.springframework.stereotype.Component;

/** It was slow, not dead. Nothing is done to it; the recovery ends when it has been seen well. */
@Component
class WatchNode extends Step {

    @Override
    protected Check check(Run run) {
        Probe probe = Probe.of(run.cluster(), NodeFacts.node(run));
        return probe.alive()
                ? Check.met("it came back by itself: " + probe.words())
                : Check.notYet("not settled: " + probe.words());
    }
}
