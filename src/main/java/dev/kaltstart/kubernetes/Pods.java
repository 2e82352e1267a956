package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Run;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The pods of a node, as {@code kubectl drain} sorts them. */
final class Pods {

    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

    private Pods() {}

    /** Pods that a drain must move: not of a DaemonSet, not static, not finished. */
    static List<Pod> movable(Run run) {
        return run
                .cluster()
                .kubernetes()
                .pods()
                .inAnyNamespace()
                .withField("spec.nodeName", Nodes.name(run))
                .list()
                .getItems()
                .stream()
                // a server may ignore the selector
                .filter(pod -> Nodes.name(run).equals(pod.getSpec().getNodeName()))
                .filter(pod -> !owned(pod, "DaemonSet") && !mirror(pod) && !finished(pod))
                .toList();
    }

    static boolean terminating(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    static boolean orphan(Pod pod) {
        return pod.getMetadata().getOwnerReferences() == null
                || pod.getMetadata().getOwnerReferences().isEmpty();
    }

    /** Its data lies on the disk of this very node and cannot move with it. */
    static boolean local(Pod pod) {
        return Optional.ofNullable(pod.getSpec().getVolumes()).orElse(List.of()).stream()
                .anyMatch(volume -> volume.getHostPath() != null);
    }

    static String name(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }

    private static boolean owned(Pod pod, String kind) {
        return !orphan(pod)
                && pod.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> owner.getKind().equals(kind));
    }

    private static boolean mirror(Pod pod) {
        return pod.getMetadata().getAnnotations() != null
                && pod.getMetadata().getAnnotations().containsKey(MIRROR);
    }

    private static boolean finished(Pod pod) {
        return pod.getStatus() != null
                && FINISHED.contains(String.valueOf(pod.getStatus().getPhase()));
    }
}
