package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Preview;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.talos.NodeFacts;
import io.fabric8.kubernetes.api.model.Node;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes the Node object away, so that the machine comes back as a new one and not with the old one's taints. */
@Component
class DeleteNode extends Step.Destructive {

    @Override
    protected Check check(Run run) {
        return Nodes.find(run).isEmpty()
                ? Check.met("Kubernetes has no node " + Nodes.name(run))
                : Check.notYet("the Node object is still there");
    }

    @Override
    protected Check identity(Run run) {
        Optional<Node> node = Nodes.find(run);
        if (node.isEmpty()) {
            return Check.met("already gone");
        }
        String uuid = node.get().getStatus().getNodeInfo().getSystemUUID();
        Optional<String> expected = run.find(NodeFacts.MACHINE_UUID);
        if (expected.isPresent() && !expected.get().equalsIgnoreCase(uuid)) {
            return Check.notYet(
                    "the node " + Nodes.name(run) + " is now the machine " + uuid + ", not " + expected.get());
        }
        if (Nodes.ready(node.get())) {
            return Check.notYet("the node is Ready: it has come back by itself");
        }
        return Check.met("the Node object is that of the machine " + uuid + ", and it is not Ready");
    }

    @Override
    protected void perform(Run run) {
        run.cluster().kubernetes().nodes().withName(Nodes.name(run)).delete();
    }

    @Override
    protected Preview preview(Run run) {
        return Preview.of(
                "kubectl delete node " + Nodes.name(run),
                "the Node object with its labels and taints is gone; a machine that joins again makes a new one",
                "what was recorded about its pods is gone; the pods were moved before");
    }
}
