package dev.kaltstart.kubernetes;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The pods to evict from a node. */
final class NodePods {

    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

    private NodePods() {}

    /** All pods except DaemonSet, static and finished ones. */
    static List<Pod> bound(KubernetesClient client, String node) {
        return client.pods().inAnyNamespace().list().getItems().stream()
                .filter(pod ->
                        pod.getSpec() != null && node.equals(pod.getSpec().getNodeName()))
                .filter(NodePods::movable)
                .toList();
    }

    /** The pods among them without a deletion timestamp. */
    static List<Pod> staying(KubernetesClient client, String node) {
        return bound(client, node).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    private static boolean movable(Pod pod) {
        var annotations = pod.getMetadata().getAnnotations();
        boolean mirror = annotations != null && annotations.containsKey(MIRROR);
        boolean daemon = controller(pod)
                .filter(owner -> "DaemonSet".equals(owner.getKind()))
                .isPresent();
        boolean finished = pod.getStatus() != null
                && FINISHED.contains(String.valueOf(pod.getStatus().getPhase()));
        return !mirror && !daemon && !finished;
    }

    static Optional<OwnerReference> controller(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    static String name(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }
}
