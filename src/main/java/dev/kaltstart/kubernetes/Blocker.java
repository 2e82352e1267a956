package dev.kaltstart.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;

/** Why a pod cannot be evicted, with what is known to help. */
record Blocker(String pod, String why, String unlock) {

    private static final int TOO_MANY_REQUESTS = 429;

    static boolean refused(int code) {
        return code == TOO_MANY_REQUESTS;
    }

    /** The API refused the eviction: a budget, and which one. */
    static Blocker budget(KubernetesClient kubernetes, Pod pod) {
        return budgetOf(kubernetes, pod)
                .map(budget -> of(pod, budget))
                .orElseGet(() -> new Blocker(
                        Pods.name(pod), "a PodDisruptionBudget forbids it", "kubectl get pdb -A and look which"));
    }

    private static Blocker of(Pod pod, PodDisruptionBudget budget) {
        String name =
                budget.getMetadata().getNamespace() + "/" + budget.getMetadata().getName();
        String allowed = budget.getStatus() == null
                ? "unknown"
                : String.valueOf(budget.getStatus().getDisruptionsAllowed());
        String unlock = pod.getMetadata().getName().startsWith("instance-manager")
                ? "Longhorn holds it while a replica here is the last one or a volume is attached: rebuild the replicas"
                        + " elsewhere, or set Longhorn's node-drain-policy to allow it"
                : "bring a second healthy pod up elsewhere, or decide to delete this one in spite of the budget";
        return new Blocker(
                Pods.name(pod), "PodDisruptionBudget " + name + " allows " + allowed + " disruptions", unlock);
    }

    static Optional<Blocker> before(Pod pod) {
        if (Pods.orphan(pod)) {
            return Optional.of(new Blocker(
                    Pods.name(pod),
                    "it has no owner: nothing would start it again",
                    "note what it was for, then decide to delete it"));
        }
        return Optional.empty();
    }

    private static Optional<PodDisruptionBudget> budgetOf(KubernetesClient kubernetes, Pod pod) {
        return kubernetes
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(pod.getMetadata().getNamespace())
                .list()
                .getItems()
                .stream()
                .filter(budget -> selects(budget, pod))
                .findFirst();
    }

    private static boolean selects(PodDisruptionBudget budget, Pod pod) {
        var selector = budget.getSpec().getSelector();
        Map<String, String> labels =
                Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
        return selector != null
                && selector.getMatchLabels() != null
                && labels.entrySet().containsAll(selector.getMatchLabels().entrySet());
    }

    String words() {
        return pod + ": " + why + ". Known help: " + unlock + ".";
    }
}
