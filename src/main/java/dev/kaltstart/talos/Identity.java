package dev.kaltstart.talos;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import java.util.Optional;

/** Whether the machine at an address is the one that is meant. Addresses are given away again; a machine keeps its UUID. */
final class Identity {

    private Identity() {}

    static Check compare(Node node, Answer<MachineUuid> seen, Optional<MachineUuid> wanted) {
        if (seen.value().isEmpty()) {
            return Check.unknown("the machine at " + node.address() + " " + seen.words());
        }
        if (wanted.isEmpty()) {
            return Check.unknown("nobody knows the UUID that " + node.name() + " should have; the machine at "
                    + node.address() + " has " + seen.value().get());
        }
        String both = "the machine at " + node.address() + " has the UUID "
                + seen.value().get() + ", " + node.name() + " is " + wanted.get();
        return seen.value().get().sameMachine(wanted.get()) ? Check.met(both) : Check.notYet(both);
    }
}
