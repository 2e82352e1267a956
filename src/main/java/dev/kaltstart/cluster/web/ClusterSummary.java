package dev.kaltstart.cluster.web;

import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.Clusters.Unreadable;
import java.util.List;

/**
 * @param nodes their number
 * @param systems that store, back up or protect its data
 * @param problems why its repository cannot be used, or why no node can be recovered; with file and line
 */
record ClusterSummary(
        String name,
        boolean twinOnly,
        List<String> critical,
        int nodes,
        int controlPlanes,
        List<SystemView> systems,
        List<String> problems) {

    static ClusterSummary of(Protected cluster) {
        return new ClusterSummary(
                cluster.name(),
                cluster.twinOnly(),
                cluster.critical(),
                cluster.inventory().nodes().size(),
                cluster.inventory().controlPlanes().size(),
                SystemView.of(cluster.inventory()),
                cluster.machineProblems());
    }

    static ClusterSummary of(Unreadable cluster) {
        return new ClusterSummary(
                cluster.name(),
                false,
                List.of(),
                0,
                0,
                List.of(),
                cluster.problems().lines().toList());
    }
}
