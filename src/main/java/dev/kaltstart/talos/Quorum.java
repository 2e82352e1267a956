package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The etcd quorum without one of its nodes.
 *
 * @param members as listed by a live control plane
 * @param living other control planes that answer and are members, not learners
 * @param spokesman a live control plane that accepts membership changes
 */
record Quorum(EtcdMembers members, List<Node> living, Node spokesman) {

    /** Empty when none of the others answers or lists the members. */
    static Optional<Quorum> without(Node lost, Talos talos) {
        List<Node> others = talos.cluster().inventory().controlPlanes().stream()
                .filter(node -> !node.name().equals(lost.name()))
                .filter(node -> talos.version(node).given())
                .toList();
        for (Node other : others) {
            Optional<EtcdMembers> members = talos.members(other).value();
            if (members.isPresent()) {
                return Optional.of(new Quorum(members.get(), voters(others, members.get()), other));
            }
        }
        return Optional.empty();
    }

    private static List<Node> voters(List<Node> nodes, EtcdMembers members) {
        return nodes.stream()
                .filter(node -> members.of(node).stream().anyMatch(member -> !member.learner()))
                .toList();
    }

    boolean holds() {
        return living.size() >= members.majority();
    }

    String message() {
        String names = living.stream().map(node -> node.name().value()).collect(Collectors.joining(", "));
        return living.size() + " of " + members.list().size() + " etcd members answer without it"
                + (names.isEmpty() ? "" : " (" + names + ")") + "; a majority is " + members.majority();
    }
}
