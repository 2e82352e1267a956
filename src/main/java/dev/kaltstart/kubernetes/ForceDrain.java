package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** Deletes the pods that a drain could not evict, ignoring their budgets and the location of their data. */
@Component
class ForceDrain extends Step.Destructive {

    private final NodeObjectIdentity identity;

    ForceDrain(NodeObjectIdentity identity) {
        this.identity = identity;
    }

    @Override
    public Check check(Run run) {
        String node = SubjectNode.of(run).name().value();
        int staying = NodePods.staying(run.cluster().kubernetes(), node).size();
        return staying == 0
                ? Check.met("no pods left on " + node + " but those that belong to it")
                : Check.notYet(CountedNoun.of(staying, "pod") + " left on " + node);
    }

    @Override
    public Check identity(Run run) {
        return identity.of(run);
    }

    @Override
    public Plan plan(Run run) {
        String node = SubjectNode.of(run).name().value();
        KubernetesClient client = run.cluster().kubernetes();
        var blockers = new Blockers(client);
        List<Pod> pods = staying(client, node);
        if (pods.isEmpty()) {
            return Plan.nothing(run.subject(), "no pod is left to delete on " + node);
        }
        var effects = new ArrayList<String>();
        pods.forEach(pod -> effects.addAll(blockers.lostByDeleting(pod)));
        return new Plan(
                run.subject(), List.of(), pods.stream().map(ForceDrain::request).toList(), effects);
    }

    private static List<Pod> staying(KubernetesClient client, String node) {
        return NodePods.staying(client, node).stream()
                .sorted(Comparator.comparing(NodePods::name))
                .toList();
    }

    /** Includes the UID: a later pod of the same name was not approved. */
    private static String request(Pod pod) {
        var metadata = pod.getMetadata();
        return "kubectl delete pod -n " + metadata.getNamespace() + " " + metadata.getName() + " # uid "
                + metadata.getUid();
    }

    @Override
    public void perform(Run run, Plan approved) {
        String node = SubjectNode.of(run).name().value();
        KubernetesClient client = run.cluster().kubernetes();
        staying(client, node).stream()
                .filter(pod -> approved.requests().contains(request(pod)))
                .forEach(pod -> client.pods().resource(pod).delete());
    }
}
