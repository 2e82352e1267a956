package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.MachineFacts;
import dev.kaltstart.recovery.RecoveryFacts;
import dev.kaltstart.recovery.SubjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.springframework.stereotype.Component;

/**
 * Has Kubernetes take pods and volumes from the node by force, so that they can start elsewhere. A node that still writes
 * would then write to the same volume as its successor.
 */
@Component
class EvacuateVolumes extends Step {

    @Override
    protected Check check(Run run) {
        String node = SubjectNode.of(run).name().value();
        KubernetesClient client = run.cluster().kubernetes();
        int pods = NodePods.bound(client, node).size();
        long volumes = client.storage().v1().volumeAttachments().list().getItems().stream()
                .filter(attachment -> node.equals(attachment.getSpec().getNodeName()))
                .count();
        return pods == 0 && volumes == 0
                ? Check.met("no pod and no volume is bound to " + node + " any more")
                : Check.notYet(pods + " pods and " + volumes + " volumes are still bound to " + node);
    }

    @Override
    protected void perform(Run run) {
        String node = run.get(RecoveryFacts.NODE).value();
        if (!run.is(MachineFacts.POWERED_OFF) && !run.is(MachineFacts.WIPED)) {
            throw new Failure.Fatal(
                    "MAY_STILL_WRITE",
                    "nobody has made sure that " + node + " is without power, and it was not wiped: its volumes are not"
                            + " given to another node");
        }
        KubernetesClient client = run.cluster().kubernetes();
        if (client.nodes().withName(node).get() != null) {
            Taints.add(client, node, Taints.OUT_OF_SERVICE);
        }
    }
}
