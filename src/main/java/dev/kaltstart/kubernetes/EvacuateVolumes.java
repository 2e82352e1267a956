package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.MachineFacts;
import dev.kaltstart.recovery.SubjectNode;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Makes Kubernetes force-delete the pods and detach the volumes of the node, so that they can start elsewhere. A node
 * that still writes would corrupt the volumes.
 */
@Component
class EvacuateVolumes extends Step.Destructive {

    private final NodeObjectIdentity identity;

    EvacuateVolumes(NodeObjectIdentity identity) {
        this.identity = identity;
    }

    @Override
    public Check check(Run run) {
        String node = SubjectNode.of(run).name().value();
        KubernetesClient client = run.cluster().kubernetes();
        int pods = NodePods.bound(client, node).size();
        int volumes = attachments(client, node).size();
        return pods == 0 && volumes == 0
                ? Check.met("no pod and no volume is bound to " + node + " any more")
                : Check.notYet(CountedNoun.of(pods, "pod") + " and " + CountedNoun.of(volumes, "volume")
                        + " still bound to " + node);
    }

    private static List<VolumeAttachment> attachments(KubernetesClient client, String node) {
        return client.storage().v1().volumeAttachments().list().getItems().stream()
                .filter(attachment -> node.equals(attachment.getSpec().getNodeName()))
                .toList();
    }

    @Override
    public Check identity(Run run) {
        return identity.of(run);
    }

    @Override
    public Plan plan(Run run) {
        String node = SubjectNode.of(run).name().value();
        KubernetesClient client = run.cluster().kubernetes();
        var effects = new ArrayList<String>();
        NodePods.bound(client, node).stream()
                .map(pod -> "deleted by force, without waiting for its containers: pod " + NodePods.name(pod))
                .sorted()
                .forEach(effects::add);
        attachments(client, node).stream()
                .map(EvacuateVolumes::detached)
                .sorted()
                .forEach(effects::add);
        if (effects.isEmpty()) {
            return Plan.nothing(run.subject(), "no pod and no volume is bound to " + node);
        }
        return new Plan(run.subject(), List.of(), List.of(Taints.command(node, Taints.OUT_OF_SERVICE)), effects);
    }

    private static String detached(VolumeAttachment attachment) {
        var source = attachment.getSpec().getSource();
        String volume = source == null || source.getPersistentVolumeName() == null
                ? attachment.getMetadata().getName()
                : source.getPersistentVolumeName();
        return "detached by force: volume " + volume;
    }

    @Override
    public void perform(Run run, Plan approved) {
        String node = SubjectNode.of(run).name().value();
        if (!run.is(MachineFacts.POWERED_OFF) && !run.is(MachineFacts.WIPED)) {
            throw new Failure.Fatal(
                    "MAY_STILL_WRITE",
                    node + " is neither confirmed powered off nor wiped: its volumes are"
                            + " not attached to another node");
        }
        KubernetesClient client = run.cluster().kubernetes();
        if (client.nodes().withName(node).get() != null) {
            Taints.add(client, node, Taints.OUT_OF_SERVICE);
        }
    }
}
