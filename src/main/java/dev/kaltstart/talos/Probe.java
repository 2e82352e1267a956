package dev.kaltstart.talos;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * One look at a node from two sides.
 *
 * @param ready the kubelet reports, and reports well; empty when the Kubernetes API does not tell
 * @param talos the Talos API answers
 */
record Probe(Optional<Boolean> ready, boolean talos, String words) {

    static Probe of(Cluster cluster, Node node) {
        boolean talos = Talos.of(cluster).answers(node);
        Optional<Boolean> ready = ready(cluster, node);
        String kubelet = ready.map(is -> is ? "Ready" : "not Ready").orElse("unknown to Kubernetes");
        return new Probe(ready, talos, kubelet + ", Talos " + (talos ? "answers" : "is silent"));
    }

    /** A dead kubelet is what makes a node dead to its workloads, whether or not Talos still answers. */
    boolean dead() {
        return !ready.orElse(talos);
    }

    boolean alive() {
        return ready.orElse(false) && talos;
    }

    private static Optional<Boolean> ready(Cluster cluster, Node node) {
        try {
            return Optional.ofNullable(cluster.kubernetes()
                            .nodes()
                            .withName(node.name().value())
                            .get())
                    .flatMap(object -> object.getStatus().getConditions().stream()
                            .filter(condition -> condition.getType().equals("Ready"))
                            .map(NodeCondition::getStatus)
                            .map("True"::equals)
                            .findFirst());
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }
}
