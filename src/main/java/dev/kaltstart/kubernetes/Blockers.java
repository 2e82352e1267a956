package dev.kaltstart.kubernetes;

import dev.kaltstart.storage.Longhorn;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                .forEach(budget -> lost.add("broken for " + name + ": PodDisruptionBudget " + budget.label()
                        + ", disruptions allowed " + budget.allowed()));
        localVolumes(pod)
                .forEach(claim -> lost.add("left behind on the disk of the node by " + name + ": volume " + claim));
        return lost;
    }

    /** Blockers that may clear; called after the API refused an eviction. */
    List<Blocker> passing(Pod pod) {
        List<Budget> budgets = budgets(pod);
        if (isInstanceManager(pod)) {
            return List.of(ofLonghorn(pod, budgets));
        }
        if (budgets.size() > 1) {
            return List.of(several(pod, budgets, "delete all but one of them" + kept(budgets) + "; or " + FORCE));
        }
        List<Blocker> forbidding = budgets.stream()
                .filter(Budget::forbids)
                .map(budget ->
                        new Blocker(NodePods.name(pod), budget.cause(), budget.unlock(pod) + "; or " + FORCE, true))
                .toList();
        return forbidding.isEmpty()
                ? List.of(new Blocker(NodePods.name(pod), "an unknown budget", "check its events", true))
                : forbidding;
    }

    private static Blocker several(Pod pod, List<Budget> budgets, String unlock) {
        return new Blocker(
                NodePods.name(pod),
                "the PodDisruptionBudgets " + names(budgets) + ": a pod with more than one is never evicted",
                unlock,
                false);
    }

    /** Whichever is kept decides alone, so one that forbids the eviction is no good. */
    private static String kept(List<Budget> budgets) {
        return budgets.stream()
                .filter(budget -> !budget.forbids())
                .findFirst()
                .map(budget -> ", but not " + budget.name() + ", which allows the eviction")
                .orElse("; none of them allows the eviction now");
    }

    /** Longhorn gives its budget the name of the instance manager; any other one was left behind or added. */
    private Blocker ofLonghorn(Pod pod, List<Budget> budgets) {
        List<Budget> others = budgets.stream()
                .filter(budget -> !budget.name().equals(pod.getMetadata().getName()))
                .toList();
        String delete = "delete " + names(others) + ", which is not Longhorn's budget of this pod: "
                + others.stream().map(Budget::delete).collect(Collectors.joining(" && ")) + "; or " + FORCE;
        if (budgets.size() > 1) {
            return several(pod, budgets, delete);
        }
        if (!others.isEmpty()) {
            return new Blocker(NodePods.name(pod), others.get(0).cause(), delete, false);
        }
        List<String> bound = Longhorn.of(client)
                .map(longhorn -> longhorn.boundTo(pod.getSpec().getNodeName()))
                .orElse(List.of());
        if (bound.isEmpty() && !budgets.isEmpty()) {
            return new Blocker(
                    NodePods.name(pod),
                    "Longhorn's budget, though no volume is attached to this node or has its last replica here",
                    "wait a minute for Longhorn to remove it, then delete it: "
                            + budgets.get(0).delete() + "; or " + FORCE,
                    true);
        }
        return new Blocker(
                NodePods.name(pod),
                "Longhorn, whose budget protects volumes attached to this node or with their last replica here"
                        + (bound.isEmpty() ? "" : ": " + String.join(", ", bound)),
                "stop the workloads that use them, or set Longhorn's node-drain-policy to allow-if-replica-is-stopped; with a"
                        + " dead node " + FORCE,
                true);
    }

    private List<Budget> budgets(Pod pod) {
        return client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(pod.getMetadata().getNamespace())
                .list()
                .getItems()
                .stream()
                .map(Budget::new)
                .filter(budget -> budget.selects(pod))
                .toList();
    }

    /**
     * In this case the API answers an eviction with 500 (src: kubernetes:pkg/registry/core/pod/storage/eviction.go).
     */
    boolean severalBudgets(Pod pod) {
        return budgets(pod).size() > 1;
    }

    private static String names(List<Budget> budgets) {
        return budgets.stream().map(Budget::name).sorted().collect(Collectors.joining(" and "));
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
