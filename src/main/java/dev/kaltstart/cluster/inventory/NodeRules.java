package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.Node;
import java.util.HashMap;
import java.util.List;

/** The rules for the nodes of one cluster as a whole. */
record NodeRules(Problems problems) {

    /** @param file that describes the nodes */
    void check(List<Node> nodes, String file) {
        if (nodes.isEmpty()) {
            problems.error(file, "no node is described: add the machines of the cluster under 'nodes'");
            return;
        }
        refuseTwins(nodes);
        judgeControlPlanes(nodes.stream().filter(Node::controlPlane).count(), file);
    }

    private void refuseTwins(List<Node> nodes) {
        var names = new HashMap<String, Node>();
        var addresses = new HashMap<String, Node>();
        for (Node node : nodes) {
            var namesake = names.putIfAbsent(node.name().value(), node);
            if (namesake != null) {
                problems.error(
                        node.source(),
                        "the name %s is taken by the node in %s: every node needs its own"
                                .formatted(node.name(), namesake.source()));
            }
            for (String address : node.addresses()) {
                var other = addresses.putIfAbsent(comparable(address), node);
                if (other != null) {
                    problems.error(
                            node.source(),
                            "%s has the address %s, which belongs to %s in %s: correct one of them"
                                    .formatted(node.name(), address, other.name(), other.source()));
                }
            }
        }
    }

    /** One address has several texts. */
    private static String comparable(String address) {
        return IpAddress.parse(address).map(IpAddress::value).orElse(address);
    }

    private void judgeControlPlanes(long count, String file) {
        if (count == 0) {
            problems.error(file, "no node is a control plane: set 'controlPlane: true' (topf: role) on at least one");
        } else if (count % 2 == 0) {
            problems.warning(
                    file,
                    "%d control planes tolerate no more failures than %d: an odd number is better"
                            .formatted(count, count - 1));
        }
    }
}
