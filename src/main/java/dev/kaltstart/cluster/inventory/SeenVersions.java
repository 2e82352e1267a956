package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.SeenNode;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The versions that the machines of a cluster had when they were seen live. */
record SeenVersions(List<SeenNode> seen) {

    /** Whether no machine has ever answered. */
    boolean isEmpty() {
        return seen.stream().allMatch(node -> node.machine() == null);
    }

    /** Null when unknown, and during an upgrade, when the nodes have several. */
    @Nullable
    String talos() {
        return only(newest().map(SeenNode::machine).filter(Objects::nonNull).map(SeenNode.Machine::talosVersion));
    }

    /** Null when unknown, and during an upgrade. */
    @Nullable
    String kubernetes() {
        return only(newest().map(SeenNode::claim).filter(Objects::nonNull).map(SeenNode.Claim::kubernetesVersion));
    }

    /** Those that answered at the last look: a dead node has missed the upgrades since. */
    private Stream<SeenNode> newest() {
        var newest = seen.stream()
                .map(SeenNode::machine)
                .filter(Objects::nonNull)
                .map(SeenNode.Machine::at)
                .max(Comparator.naturalOrder());
        return seen.stream()
                .filter(node -> node.machine() != null
                        && newest.filter(node.machine().at()::equals).isPresent());
    }

    private static @Nullable String only(Stream<@Nullable String> versions) {
        var distinct = versions.filter(Objects::nonNull).distinct().toList();
        return distinct.size() == 1 ? distinct.get(0) : null;
    }
}
