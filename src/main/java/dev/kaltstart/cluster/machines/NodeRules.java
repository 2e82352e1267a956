package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.inventory.Problems;
import java.util.HashMap;
import java.util.List;

/** The rules for the nodes of one cluster as a whole. */
public record NodeRules(Problems problems) {

    /** More than a cluster has that is recovered by hand. */
    static final int MOST = 1_000;

    /** @param file that describes the nodes */
    public void check(List<NodeDraft> nodes, String file) {
        if (nodes.isEmpty()) {
            problems.error(file, "no node is described: add the machines of the cluster under 'nodes'");
            return;
        }
        if (nodes.size() > MOST) {
            problems.error(
                    file, "more than %,d nodes are described: is this the description of one cluster?".formatted(MOST));
            return;
        }
        refuseTwins(nodes);
        judgeControlPlanes(nodes, file);
    }

    private void refuseTwins(List<NodeDraft> nodes) {
        var names = new HashMap<String, NodeDraft>();
        var addresses = new HashMap<String, NodeDraft>();
        for (NodeDraft node : nodes) {
            var namesake = node.name() == null ? null : names.putIfAbsent(node.label(), node);
            if (namesake != null) {
                problems.error(
                        node.source(),
                        "the name %s is taken by the node in %s: every node needs its own"
                                .formatted(node.label(), namesake.source()));
            }
            for (String address : node.addresses()) {
                var other = addresses.putIfAbsent(comparable(address), node);
                if (other != null) {
                    problems.error(
                            node.source(),
                            "%s has the address %s, which belongs to %s in %s: correct one of them"
                                    .formatted(node.label(), address, other.label(), other.source()));
                }
            }
        }
    }

    /** One address has several texts. */
    private static String comparable(String address) {
        return IpAddress.parse(address).map(IpAddress::value).orElse(address);
    }

    private void judgeControlPlanes(List<NodeDraft> nodes, String file) {
        if (nodes.stream().anyMatch(node -> node.role() == null)) {
            return;
        }
        var count = nodes.stream().filter(NodeDraft::controlPlane).count();
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
