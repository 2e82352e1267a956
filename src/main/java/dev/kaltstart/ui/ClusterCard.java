package dev.kaltstart.ui;

import dev.kaltstart.backup.protection.SeenProtection;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.flux.watch.FluxLooks;
import java.util.List;
import java.util.Optional;
import org.springframework.web.util.UriUtils;

/**
 * A cluster at a glance.
 *
 * @param machineProblems why no node can be recovered
 * @param toDeclare lines for kaltstart.yaml; empty when nothing is missing
 * @param live what the live cluster has shown of its nodes
 * @param liveFindings where that contradicts the other sources
 * @param standing what of Flux is suspended
 * @param drills what was drilled, when and how it went
 * @param flux empty for a twin, and before the first look
 * @param volumes what they are worth
 */
record ClusterCard(
        String name,
        boolean twinOnly,
        String talos,
        String kubernetes,
        String link,
        List<NodeLine> nodes,
        List<String> machineProblems,
        List<String> toDeclare,
        List<LiveLine> live,
        List<String> liveFindings,
        List<String> critical,
        List<FluxLine> flux,
        List<StandstillLine> standing,
        List<String> drills,
        VolumesSummary volumes) {

    record NodeLine(String name, String role, String address) {
        static NodeLine of(Node node) {
            return new NodeLine(node.name().value(), node.controlPlane() ? "control plane" : "worker", node.address());
        }
    }

    /** @param proven the machine itself has said so; else only Kubernetes names the node */
    record LiveLine(String name, String address, String lastSeen, boolean proven) {
        static LiveLine of(SeenNode node) {
            var machine = node.machine();
            var claim = node.claim();
            var address = machine != null
                    ? machine.address()
                    : claim != null ? claim.addresses().get(0) : "";
            return new LiveLine(node.name().value(), address, node.lastSeen(), machine != null);
        }
    }

    static ClusterCard of(
            Clusters.Protected cluster,
            FluxLooks watch,
            List<StandstillLine> standing,
            List<String> drills,
            Optional<SeenProtection> volumes) {
        String link = "/api/clusters/" + UriUtils.encodePathSegment(cluster.name(), "UTF-8");
        Inventory inventory = cluster.inventory();
        return new ClusterCard(
                cluster.name(),
                cluster.twinOnly(),
                TimeFormat.or(inventory.talosVersion(), "unknown"),
                TimeFormat.or(inventory.kubernetesVersion(), "unknown"),
                link,
                inventory.nodes().stream().map(NodeLine::of).toList(),
                cluster.machineProblems(),
                cluster.live().toDeclare(),
                cluster.live().nodes().stream().map(LiveLine::of).toList(),
                cluster.live().findings(),
                cluster.critical(),
                watch.newest(cluster.name()).map(seen -> FluxLine.of(seen, link)).stream()
                        .toList(),
                standing,
                drills,
                VolumesSummary.of(cluster.name(), inventory.volumes(), volumes));
    }
}
