package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import org.springframework.stereotype.Component;

/** The machine has booted from the Talos image, or from what a reset left of it, and waits for a configuration. */
@Component
class AwaitMaintenance extends Step {

    @Override
    protected Check check(Run run) {
        Node node = NodeFacts.node(run);
        return Talos.of(run.cluster()).inMaintenance(node)
                ? Check.met("in maintenance mode at " + node.address())
                : Check.notYet("nothing in maintenance mode answers at " + node.address()
                        + "; is the machine on, and has it got this address?");
    }
}
