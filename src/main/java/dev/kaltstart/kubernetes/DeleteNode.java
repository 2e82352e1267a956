package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Preview;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.MachineFacts;
import dev.kaltstart.recovery.SubjectNode;
import dev.kaltstart.storage.Longhorn;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Deletes the object that stands for the node; a reset leaves it behind. */
@Component
class DeleteNode extends Step.Destructive {

    @Override
    protected Check check(Run run) {
        String name = SubjectNode.of(run).name().value();
        return run.cluster().kubernetes().nodes().withName(name).get() == null
                ? Check.met("Kubernetes has no node " + name)
                : Check.notYet("Kubernetes still has the node " + name);
    }

    @Override
    protected Check identity(Run run) {
        Node node = SubjectNode.of(run);
        var object =
                run.cluster().kubernetes().nodes().withName(node.name().value()).get();
        if (object == null) {
            return Check.unknown("Kubernetes has no node " + node.name());
        }
        List<String> addresses = NodeObject.internalAddresses(object);
        if (addresses.stream().noneMatch(node.addresses()::contains)) {
            return Check.notYet("the node " + node.name() + " of Kubernetes has the addresses " + addresses
                    + ", the inventory has " + node.addresses());
        }
        Optional<MachineUuid> known = run.find(MachineFacts.MACHINE_UUID).flatMap(MachineUuid::parse);
        Optional<MachineUuid> reported = NodeObject.machine(object);
        if (known.isPresent() && reported.isPresent() && !known.get().sameMachine(reported.get())) {
            return Check.notYet("the node " + node.name() + " of Kubernetes is the machine " + reported.get()
                    + ", the one that failed was " + known.get());
        }
        return Check.met("node " + node.name() + " at " + addresses
                + reported.map(uuid -> ", machine " + uuid).orElse(", of unknown machine"));
    }

    @Override
    protected void perform(Run run) {
        String name = SubjectNode.of(run).name().value();
        KubernetesClient client = run.cluster().kubernetes();
        client.nodes().withName(name).delete();
        Longhorn.of(client).ifPresent(longhorn -> longhorn.forgetIfEmpty(name));
    }

    @Override
    protected Preview preview(Run run) {
        String name = SubjectNode.of(run).name().value();
        return Preview.of(
                "kubectl delete node " + name,
                "the Node object " + name
                        + " with its labels, taints and annotations is deleted; it comes back when the"
                        + " machine joins, with the labels of its machine configuration only",
                "pods that are still bound to it are deleted",
                "Longhorn's entry for the node goes too, unless a replica is left on it");
    }
}
