package dev.kaltstart.cluster.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kaltstart.cluster.Clusters.LiveRecord;
import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.FluxBootstrap;
import dev.kaltstart.cluster.Inventory.FluxKustomization;
import dev.kaltstart.cluster.Inventory.SopsRule;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.SeenNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public view of a cluster. Paths are relative to its repository; the paths of credentials are never sent over
 * HTTP.
 *
 * @param toDeclare lines for the cluster in kaltstart.yaml, filled with what is known; empty when nothing is missing
 * @param seenLive what the live cluster has shown of its nodes
 * @param machineSecretsPresent the repository has the encrypted bundle from which the cluster can be rebuilt
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ClusterView(
        String name,
        boolean twinOnly,
        List<String> critical,
        String endpoint,
        @Nullable String talosVersion,
        @Nullable String kubernetesVersion,
        Inventory.TaskRunner taskRunner,
        Inventory.TalosTool talosTool,
        List<NodeView> nodes,
        List<String> toDeclare,
        SeenLive seenLive,
        List<SystemView> systems,
        List<String> namespaces,
        List<FluxKustomization> kustomizations,
        FluxBootstrap bootstrap,
        List<SopsRule> sopsRules,
        List<String> sopsFiles,
        boolean machineSecretsPresent,
        String changelog,
        @Nullable String improvementPlan) {

    static ClusterView of(Protected cluster) {
        Inventory inventory = cluster.inventory();
        return new ClusterView(
                cluster.name(),
                cluster.twinOnly(),
                cluster.critical(),
                inventory.endpoint(),
                inventory.talosVersion(),
                inventory.kubernetesVersion(),
                inventory.tools().runner(),
                inventory.tools().talosTool(),
                inventory.nodes().stream().map(NodeView::of).toList(),
                cluster.live().toDeclare(),
                SeenLive.of(cluster.live()),
                SystemView.of(inventory),
                inventory.namespaces(),
                inventory.kustomizations(),
                inventory.bootstrap(),
                inventory.sopsRules(),
                inventory.sopsFiles().stream()
                        .map(file -> inRepository(inventory, file))
                        .toList(),
                inventory.machineSecrets() != null,
                inRepository(inventory, inventory.reportFiles().changelog()),
                inventory.reportFiles().improvementPlan() == null
                        ? null
                        : inRepository(inventory, inventory.reportFiles().improvementPlan()));
    }

    private static String inRepository(Inventory inventory, Path file) {
        boolean below = file.isAbsolute() && file.startsWith(inventory.root());
        return (below ? inventory.root().relativize(file) : file).toString();
    }

    /** @param findings where the record contradicts the other sources, or only Kubernetes names a node */
    record SeenLive(List<SeenNodeView> nodes, List<String> findings) {
        static SeenLive of(LiveRecord live) {
            return new SeenLive(live.nodes().stream().map(SeenNodeView::of).toList(), live.findings());
        }
    }

    /**
     * @param claimed what Kubernetes last said of the node
     * @param machine what its machine last said itself
     * @param doubt why no machine proved to be the node at the last look; blank when one did
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SeenNodeView(
            String name, SeenNode.@Nullable Claim claimed, SeenNode.@Nullable Machine machine, String doubt) {
        static SeenNodeView of(SeenNode node) {
            return new SeenNodeView(node.name().value(), node.claim(), node.machine(), node.doubt());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NodeView(
            String name,
            boolean controlPlane,
            List<String> addresses,
            @Nullable String mac,
            @Nullable String disk,
            @Nullable String diskSerial,
            @Nullable String installerImage,
            @Nullable String bootImage,
            String source) {

        static NodeView of(Node node) {
            return new NodeView(
                    node.name().value(),
                    node.controlPlane(),
                    node.addresses(),
                    node.mac(),
                    node.disk(),
                    node.diskSerial(),
                    node.installerImage(),
                    node.bootImage(),
                    node.source());
        }
    }
}
