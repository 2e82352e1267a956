package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.RecoveryFacts;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Node object of a run, and its taints. */
final class Nodes {

    /** Ours: it says why nothing may be scheduled there, and it is taken away again. */
    static final String FAILED = "kaltstart.dev/failed";

    /**
     * Tells Kubernetes that the machine is surely off: pods are deleted and volumes detached by force
     * (https://kubernetes.io/docs/reference/labels-annotations-taints/#node-kubernetes-io-out-of-service).
     */
    static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    private Nodes() {}

    static String name(Run run) {
        return run.get(RecoveryFacts.NODE).value();
    }

    static Optional<Node> find(Run run) {
        return Optional.ofNullable(
                run.cluster().kubernetes().nodes().withName(name(run)).get());
    }

    static boolean tainted(Node node, String key) {
        return taints(node).stream().anyMatch(taint -> taint.getKey().equals(key));
    }

    static List<Taint> taints(Node node) {
        return Optional.ofNullable(node.getSpec().getTaints()).orElse(List.of());
    }

    static void taint(Run run, Taint taint) {
        run.cluster().kubernetes().nodes().withName(name(run)).edit(node -> {
            var taints = new ArrayList<>(taints(node));
            taints.removeIf(old -> old.getKey().equals(taint.getKey()));
            taints.add(taint);
            node.getSpec().setTaints(taints);
            return node;
        });
    }

    static boolean ready(Node node) {
        return condition(node, "Ready", "True");
    }

    static boolean condition(Node node, String type, String status) {
        return node.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals(type)
                        && condition.getStatus().equals(status));
    }
}
