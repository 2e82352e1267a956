package dev.kaltstart.ui;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import java.util.List;
import org.springframework.web.util.UriUtils;

/** A cluster at a glance. */
record ClusterCard(
        String name,
        boolean twinOnly,
        String talos,
        String kubernetes,
        String link,
        List<NodeLine> nodes,
        List<String> critical) {

    record NodeLine(String name, String role, String address) {
        static NodeLine of(Node node) {
            return new NodeLine(node.name().value(), node.controlPlane() ? "control plane" : "worker", node.address());
        }
    }

    static ClusterCard of(Clusters.Protected cluster) {
        Inventory inventory = cluster.inventory();
        return new ClusterCard(
                cluster.name(),
                cluster.twinOnly(),
                Words.or(inventory.talosVersion(), "unknown"),
                Words.or(inventory.kubernetesVersion(), "unknown"),
                "/api/clusters/" + UriUtils.encodePathSegment(cluster.name(), "UTF-8"),
                inventory.nodes().stream().map(NodeLine::of).toList(),
                cluster.critical());
    }
}
