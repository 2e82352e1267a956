package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.MachineUuid;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Optional;

/** Reads a Node object. Every field may be missing. */
final class NodeObject {

    private NodeObject() {}

    static boolean unschedulable(Node node) {
        return node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }

    static Optional<MachineUuid> machine(Node node) {
        return Optional.ofNullable(node.getStatus())
                .map(status -> status.getNodeInfo())
                .map(info -> info.getSystemUUID())
                .flatMap(MachineUuid::parse);
    }

    static List<String> internalAddresses(Node node) {
        return node.getStatus() == null
                ? List.of()
                : node.getStatus().getAddresses().stream()
                        .filter(address -> "InternalIP".equals(address.getType()))
                        .map(address -> address.getAddress())
                        .toList();
    }

    /** Condition NetworkUnavailable: the pod network of the node is down. */
    static boolean networkUnavailable(Node node) {
        return Readiness.condition(node, "NetworkUnavailable")
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
    }
}
