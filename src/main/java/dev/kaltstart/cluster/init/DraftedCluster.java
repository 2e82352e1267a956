package dev.kaltstart.cluster.init;

import dev.kaltstart.cluster.inventory.Discovery.Discovered;
import dev.kaltstart.cluster.inventory.FileProblem;
import dev.kaltstart.cluster.machines.NodeDraft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that a repository describes, for kaltstart.yaml.
 *
 * @param name as the schema of kaltstart.yaml allows it
 * @param described the name in the repository
 * @param path that chooses it among the clusters of the repository; null when it is the only one
 */
record DraftedCluster(
        String name, String described, @Nullable String path, Discovered discovered) {

    private static final int LONGEST = 63;

    /** What to write where the repository describes no machine. */
    private static final List<String> ANY_NODE = List.of("nodes:", "  NAME: { role: control-plane, address: ADDRESS }");

    /** A name that the schema of kaltstart.yaml allows; empty when nothing of the text can be in one. */
    static String validName(String text) {
        var name = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceFirst("^-", "");
        return name.substring(0, Math.min(LONGEST, name.length())).replaceFirst("-$", "");
    }

    /** Lines below the cluster, to complete; none when nothing is missing. */
    List<String> toDeclare() {
        return describesMachines() ? discovered.nodes().toDeclare() : ANY_NODE;
    }

    boolean describesMachines() {
        return !discovered.nodes().drafts().isEmpty();
    }

    boolean knowsEndpoint() {
        var inventory = discovered.inventory();
        return inventory != null && !inventory.endpoint().isEmpty();
    }

    /** What a person has to add, in order of importance. */
    List<String> unknown() {
        var unknown = new ArrayList<String>();
        if (!describesMachines()) {
            unknown.add("its nodes: give name, role and address of each");
        }
        var missing = new LinkedHashMap<String, List<String>>();
        for (NodeDraft node : discovered.nodes().incomplete()) {
            missing.computeIfAbsent(String.join(" and ", node.missing()), any -> new ArrayList<>())
                    .add(node.label());
        }
        missing.forEach((what, nodes) -> unknown.add("%s of %s".formatted(what, String.join(", ", nodes))));
        if (!knowsEndpoint()) {
            unknown.add("the address of its Kubernetes API: 'endpoint'");
        }
        unknown.add("what has to be back first: 'critical'");
        long errors =
                discovered.problems().stream().filter(FileProblem::isError).count();
        if (errors > 0) {
            unknown.add("the parts of the repository with errors: %d, which check lists".formatted(errors));
        }
        return unknown;
    }
}
