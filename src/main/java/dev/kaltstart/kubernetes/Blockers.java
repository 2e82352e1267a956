package dev.kaltstart.kubernetes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Finds the blockers of an eviction and their remedies. */
record Blockers(KubernetesClient client) {

    private static final String FORCE = "force the drain: you approve a list of the pods and the data lost";

    /** Permanent blockers: evicting the pod would destroy data or the pod itself. */
    List<Blocker> lasting(Pod pod) {
        var found = new ArrayList<Blocker>();
        if (NodePods.controller(pod).isEmpty()) {
            found.add(new Blocker(
                    NodePods.name(pod),
                    "its missing owner: no controller would recreate it",
                    "delete it yourself if you can lose it, or " + FORCE,
                    false));
        }
        localVolumes(pod)
                .forEach(volume -> found.add(new Blocker(
                        NodePods.name(pod),
                        "the volume " + volume + ", which exists only on a disk of this node",
                        "back up its data, then " + FORCE,
                        false)));
        return found;
    }

    /** Effects of deleting the pod: the deletion itself, violated budgets, lost volumes. */
    List<String> lostByDeleting(Pod pod) {
        String name = NodePods.name(pod);
        var lost = new ArrayList<String>();
        lost.add("deleted: pod " + name + (NodePods.controller(pod).isEmpty() ? ", FOR GOOD: nothing owns it" : ""));
        budgets(pod)
                .forEach(budget -> lost.add("broken for " + name + ": PodDisruptionBudget "
                        + budget.getMetadata().getNamespace() + "/"
                        + budget.getMetadata().getName() + ", disruptions allowed " + allowed(budget)));
        localVolumes(pod)
                .forEach(claim -> lost.add("left behind on the disk of the node by " + name + ": volume " + claim));
        return lost;
    }

    /** Blockers that may clear; called after the API refused an eviction. */
    List<Blocker> passing(Pod pod) {
        if (isInstanceManager(pod)) {
            return List.of(new Blocker(
                    NodePods.name(pod),
                    "Longhorn, whose budget protects volumes attached to this node or with their last replica here",
                    "stop the workloads that use them, or set Longhorn's node-drain-policy to allow-if-replica-is-stopped; with a"
                            + " dead node " + FORCE,
                    true));
        }
        if (severalBudgets(pod)) {
            return List.of(new Blocker(
                    NodePods.name(pod),
                    "the PodDisruptionBudgets " + names(budgets(pod)) + ": a pod with more than one is never evicted",
                    "delete all but one of them; or " + FORCE,
                    false));
        }
        List<Blocker> budgets = budgets(pod).stream()
                .filter(budget -> allowed(budget) == 0)
                .map(budget -> blocker(pod, budget))
                .toList();
        return budgets.isEmpty()
                ? List.of(new Blocker(NodePods.name(pod), "an unknown budget", "check its events", true))
                : budgets;
    }

    private static Blocker blocker(Pod pod, PodDisruptionBudget budget) {
        var status = budget.getStatus();
        String numbers = status == null
                ? ""
                : " (" + status.getCurrentHealthy() + " healthy, " + status.getDesiredHealthy() + " wanted)";
        return new Blocker(
                NodePods.name(pod),
                "the PodDisruptionBudget " + budget.getMetadata().getName() + ", disruptionsAllowed " + allowed(budget)
                        + numbers,
                "wait until its other pods are healthy, scale it up, or lower minAvailable; or " + FORCE,
                true);
    }

    private List<PodDisruptionBudget> budgets(Pod pod) {
        return client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(pod.getMetadata().getNamespace())
                .list()
                .getItems()
                .stream()
                .filter(budget -> selects(budget.getSpec().getSelector(), pod))
                .toList();
    }

    /**
     * In this case the API answers an eviction with 500 (src: kubernetes:pkg/registry/core/pod/storage/eviction.go).
     */
    boolean severalBudgets(Pod pod) {
        return budgets(pod).size() > 1;
    }

    private static String names(List<PodDisruptionBudget> budgets) {
        return budgets.stream()
                .map(budget -> budget.getMetadata().getName())
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    private static boolean selects(LabelSelector selector, Pod pod) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        return selector != null
                && Objects.requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of()).entrySet().stream()
                        .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
    }

    private static int allowed(PodDisruptionBudget budget) {
        Integer allowed = budget.getStatus() == null ? null : budget.getStatus().getDisruptionsAllowed();
        return allowed == null ? 0 : allowed;
    }

    private static boolean isInstanceManager(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels != null && "instance-manager".equals(labels.get("longhorn.io/component"));
    }

    private List<String> localVolumes(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
                .filter(claim -> isLocal(namespace, claim))
                .map(claim -> namespace + "/" + claim)
                .toList();
    }

    private boolean isLocal(String namespace, String claim) {
        var object = client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(claim)
                .get();
        if (object == null || object.getSpec().getVolumeName() == null) {
            return false;
        }
        PersistentVolume volume = client.persistentVolumes()
                .withName(object.getSpec().getVolumeName())
                .get();
        return volume != null
                && (volume.getSpec().getLocal() != null || volume.getSpec().getHostPath() != null);
    }
}
