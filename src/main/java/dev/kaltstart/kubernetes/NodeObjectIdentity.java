package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Machines;
import dev.kaltstart.recovery.SubjectNode;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Checks that the Node object belongs to the machine under recovery. */
@Component
class NodeObjectIdentity {

    private final Machines machines;

    NodeObjectIdentity(Machines machines) {
        this.machines = machines;
    }

    Check of(Run run) {
        Node node = SubjectNode.of(run);
        var object =
                run.cluster().kubernetes().nodes().withName(node.name().value()).get();
        if (object == null) {
            return Check.unknown("Kubernetes has no node " + node.name()
                    + ". If it was deleted by hand, its pods and volume attachments go within about six minutes: try again"
                    + " then");
        }
        List<String> addresses = NodeObject.internalAddresses(object);
        if (addresses.stream().noneMatch(node::hasAddress)) {
            return Check.notYet("the node " + node.name() + " of Kubernetes has the addresses " + addresses
                    + ", the inventory has " + node.addresses());
        }
        Optional<MachineUuid> known = machines.seen(run.recovery(), node.name());
        Optional<MachineUuid> reported = NodeObject.machine(object);
        if (known.isPresent() && reported.isPresent() && !known.get().sameMachine(reported.get())) {
            return Check.notYet("the node " + node.name() + " of Kubernetes is the machine " + reported.get()
                    + ", the one that failed was " + known.get());
        }
        return Check.met("node " + node.name() + " at " + addresses
                + reported.map(uuid -> ", machine " + uuid).orElse(", of unknown machine"));
    }
}
