package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import java.util.Optional;

/** Is the machine that answers at a node's address the one that is meant? Addresses move; SMBIOS UUIDs do not. */
final class Identity {

    private Identity() {}

    static Check configured(Run run, Node node) {
        return compare(run, node, false);
    }

    static Check inMaintenance(Run run, Node node) {
        return compare(run, node, true);
    }

    private static Check compare(Run run, Node node, boolean maintenance) {
        Optional<String> expected = NodeFacts.expectedUuid(run);
        Optional<String> seen = Talos.of(run.cluster()).uuid(node, maintenance);
        if (seen.isEmpty()) {
            return Check.unknown("the machine at " + node.address() + " does not tell its UUID");
        }
        if (expected.isEmpty()) {
            return Check.unknown("the machine at " + node.address() + " has the UUID " + seen.get()
                    + ", and nobody has said which one " + node.name() + " has");
        }
        return seen.get().equals(expected.get())
                ? Check.met("the machine at " + node.address() + " has the UUID " + seen.get() + " as expected")
                : Check.notYet("the machine at " + node.address() + " has the UUID " + seen.get() + ", not "
                        + expected.get() + " as " + node.name() + " must have");
    }
}
