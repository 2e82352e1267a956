package dev.kaltstart.cluster.web;

import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.Clusters.Unreadable;
import java.util.List;

/**
 * @param nodes their number
 * @param problems why its repository cannot be used, or why no node can be recovered; with file and line
 */
record ClusterSummary(
        String name, boolean twinOnly, List<String> critical, int nodes, int controlPlanes, List<String> problems) {

    static ClusterSummary of(Protected cluster) {
        return new ClusterSummary(
                cluster.name(),
                cluster.twinOnly(),
                cluster.critical(),
                cluster.inventory().nodes().size(),
                cluster.inventory().controlPlanes().size(),
                cluster.machineProblems());
    }

    static ClusterSummary of(Unreadable cluster) {
        return new ClusterSummary(
                cluster.name(),
                false,
                List.of(),
                0,
                0,
                cluster.problems().lines().toList());
    }
}
