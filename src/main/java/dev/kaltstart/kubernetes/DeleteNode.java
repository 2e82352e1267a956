package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import dev.kaltstart.storage.Longhorn;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.springframework.stereotype.Component;

/** Deletes the Node object, which a reset leaves behind. */
@Component
class DeleteNode extends Step.Destructive {

    private final NodeObjectIdentity identity;

    DeleteNode(NodeObjectIdentity identity) {
        this.identity = identity;
    }

    @Override
    public Check check(Run run) {
        String name = SubjectNode.of(run).name().value();
        return run.cluster().kubernetes().nodes().withName(name).get() == null
                ? Check.met("Kubernetes has no node " + name)
                : Check.notYet("Kubernetes still has the node " + name);
    }

    @Override
    public Check identity(Run run) {
        return identity.of(run);
    }

    @Override
    public void perform(Run run, Plan approved) {
        String name = SubjectNode.of(run).name().value();
        KubernetesClient client = run.cluster().kubernetes();
        client.nodes().withName(name).delete();
        Longhorn.of(client).ifPresent(longhorn -> longhorn.forgetIfEmpty(name));
    }

    @Override
    public Plan plan(Run run) {
        String name = SubjectNode.of(run).name().value();
        return new Plan(
                run.subject(),
                List.of(),
                List.of("kubectl delete node " + name),
                List.of(
                        "the Node object " + name
                                + " with its labels, taints and annotations is deleted; it is recreated when the"
                                + " machine joins, with the labels of its machine configuration only",
                        "pods still bound to it are deleted",
                        "Longhorn's entry for the node goes too, unless a replica is left on it"));
    }
}
