package dev.kaltstart.talos;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import java.util.Optional;

/** Checks the UUID of the machine at an address: addresses are reassigned, a machine keeps its UUID. */
final class Identity {

    private Identity() {}

    static Check compare(Node node, Answer<MachineUuid> seen, Optional<MachineUuid> wanted) {
        if (seen.value().isEmpty()) {
            return Check.unknown("the machine at " + node.address() + " " + seen.message());
        }
        if (wanted.isEmpty()) {
            return Check.unknown("the expected UUID of " + node.name() + " is unknown; the machine at " + node.address()
                    + " has " + seen.value().get());
        }
        String both = "the machine at " + node.address() + " has the UUID "
                + seen.value().get() + ", " + node.name() + " is " + wanted.get();
        return seen.value().get().sameMachine(wanted.get()) ? Check.met(both) : Check.notYet(both);
    }
}
