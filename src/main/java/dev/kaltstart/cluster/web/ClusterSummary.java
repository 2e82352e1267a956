package dev.kaltstart.cluster.web;

import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.TemplateEra;
import java.util.List;

/** @param nodes their number */
record ClusterSummary(
        String name, boolean twinOnly, List<String> critical, TemplateEra era, int nodes, int controlPlanes) {

    static ClusterSummary of(Protected cluster) {
        return new ClusterSummary(
                cluster.name(),
                cluster.twinOnly(),
                cluster.critical(),
                cluster.inventory().era(),
                cluster.inventory().nodes().size(),
                cluster.inventory().controlPlanes().size());
    }
}
