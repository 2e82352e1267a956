package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import org.springframework.stereotype.Component;

/** Before the first command: the machine at the address must be the one that is meant. */
@Component
class IdentifyMachine extends Step {

    @Override
    protected Check check(Run run) {
        Node node = NodeFacts.node(run);
        Check identity = Identity.inMaintenance(run, node);
        if (identity instanceof Check.NotYet other) {
            throw new Failure.NeedsHuman(
                    "WRONG_MACHINE",
                    other.words()
                            + ". Nothing was done to it. If the hardware was replaced, state its UUID and try again.");
        }
        if (identity instanceof Check.Unknown && NodeFacts.expectedUuid(run).isEmpty()) {
            throw new Failure.NeedsHuman(
                    "UNKNOWN_MACHINE", identity.words() + ". Compare it with the machine's console and state it.");
        }
        if (identity instanceof Check.Met) {
            NodeFacts.expectedUuid(run).ifPresent(uuid -> run.set(NodeFacts.MACHINE_UUID, uuid));
        }
        return identity;
    }
}
