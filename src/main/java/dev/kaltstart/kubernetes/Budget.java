package dev.kaltstart.kubernetes;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A PodDisruptionBudget: whether it forbids an eviction, why, and what exactly would allow it. */
record Budget(PodDisruptionBudget object) {

    boolean selects(Pod pod) {
        return object.getSpec() != null && new PodSelector(object.getSpec().getSelector()).matches(pod);
    }

    String name() {
        return object.getMetadata().getName();
    }

    String label() {
        return object.getMetadata().getNamespace() + "/" + name();
    }

    int allowed() {
        return Optional.ofNullable(object.getStatus())
                .map(PodDisruptionBudgetStatus::getDisruptionsAllowed)
                .orElse(0);
    }

    /** The API refuses every eviction until the budget is counted as it is now (src: eviction.go). */
    boolean forbids() {
        return allowed() <= 0 || !counted();
    }

    private boolean counted() {
        Long generation = object.getMetadata().getGeneration();
        return generation == null
                || (object.getStatus() != null
                        && Objects.requireNonNullElse(object.getStatus().getObservedGeneration(), generation)
                                >= generation);
    }

    String delete() {
        return "kubectl -n " + object.getMetadata().getNamespace() + " delete poddisruptionbudget " + name();
    }

    String cause() {
        if (!counted()) {
            return "the PodDisruptionBudget " + name() + ", which was changed and is not counted again yet";
        }
        return "the PodDisruptionBudget " + name() + ", disruptionsAllowed " + allowed()
                + failedSync().map(message -> ": " + message).orElseGet(this::numbers);
    }

    private String numbers() {
        var status = object.getStatus();
        return status == null
                ? ""
                : " (" + status.getCurrentHealthy() + " healthy, " + status.getDesiredHealthy() + " wanted)";
    }

    /** The controller cannot count the pods, as when nothing that can be scaled owns them. */
    private Optional<String> failedSync() {
        return Optional.ofNullable(object.getStatus()).map(PodDisruptionBudgetStatus::getConditions).stream()
                .flatMap(conditions -> conditions.stream())
                .filter(condition ->
                        "DisruptionAllowed".equals(condition.getType()) && "SyncFailed".equals(condition.getReason()))
                .map(Condition::getMessage)
                .findFirst();
    }

    String unlock(Pod pod) {
        if (!counted()) {
            return "wait for the disruption controller";
        }
        if (failedSync().isPresent()) {
            return "correct its selector, or delete it: " + delete();
        }
        String always = notReady(pod)
                ? "let pods go that are not ready, as this one is: "
                        + patch("{\"spec\":{\"unhealthyPodEvictionPolicy\":\"AlwaysAllow\"}}") + "; or "
                : "";
        return always + limit();
    }

    private String limit() {
        IntOrString unavailable = object.getSpec().getMaxUnavailable();
        if (unavailable != null) {
            return none(unavailable)
                    ? "raise its maxUnavailable, which is " + unavailable.getValue()
                    : "wait until its other pods are healthy, or raise its maxUnavailable, which is "
                            + unavailable.getValue();
        }
        return expected() <= desired()
                ? "scale it up, or lower minAvailable: it wants all of its pods, so waiting does not help"
                : "wait until its other pods are healthy, scale it up, or lower minAvailable";
    }

    private static boolean none(IntOrString value) {
        return value.getValue() != null && value.getValue().toString().matches("0+%?");
    }

    private int expected() {
        return number(object.getStatus() == null ? null : object.getStatus().getExpectedPods(), Integer.MAX_VALUE);
    }

    private int desired() {
        return number(object.getStatus() == null ? null : object.getStatus().getDesiredHealthy(), 0);
    }

    private static int number(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    /** The kubelet of a dead node cannot say so; the node controller does. */
    private static boolean notReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && !"True".equals(condition.getStatus()));
    }

    private String patch(String change) {
        return "kubectl -n " + object.getMetadata().getNamespace() + " patch poddisruptionbudget " + name()
                + " --type merge -p '" + change + "'";
    }
}
