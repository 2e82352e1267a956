package dev.kaltstart.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The two taints that a recovery adds to a node and removes again. */
final class Taints {

    /** Keeps new pods away, including those that tolerate a cordon, and shows people the reason. */
    static final Taint FAILED = new TaintBuilder()
            .withKey("kaltstart.dev/failed")
            .withEffect("NoSchedule")
            .build();

    /** Declares the node down, so that Kubernetes force-deletes its pods and detaches its volumes. */
    static final Taint OUT_OF_SERVICE = new TaintBuilder()
            .withKey("node.kubernetes.io/out-of-service")
            .withValue("nodeshutdown")
            .withEffect("NoExecute")
            .build();

    private Taints() {}

    static boolean has(Node node, Taint taint) {
        return of(node).stream().anyMatch(other -> same(other, taint));
    }

    /** The equivalent kubectl command. */
    static String command(String node, Taint taint) {
        return "kubectl taint node " + node + " " + taint.getKey() + "=" + taint.getValue() + ":" + taint.getEffect();
    }

    static boolean hasAny(Node node) {
        return has(node, FAILED) || has(node, OUT_OF_SERVICE);
    }

    static void add(KubernetesClient client, String node, Taint taint) {
        client.nodes()
                .withName(node)
                .edit(object -> has(object, taint)
                        ? object
                        : new NodeBuilder(object)
                                .editOrNewSpec()
                                .addToTaints(taint)
                                .endSpec()
                                .build());
    }

    static Node without(Node node) {
        return new NodeBuilder(node)
                .editOrNewSpec()
                .withTaints(of(node).stream()
                        .filter(taint -> !same(taint, FAILED) && !same(taint, OUT_OF_SERVICE))
                        .toList())
                .endSpec()
                .build();
    }

    private static List<Taint> of(Node node) {
        return Optional.ofNullable(node.getSpec()).map(NodeSpec::getTaints).orElse(List.of());
    }

    private static boolean same(Taint one, Taint other) {
        return Objects.equals(one.getKey(), other.getKey()) && Objects.equals(one.getEffect(), other.getEffect());
    }
}
