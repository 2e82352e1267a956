package dev.kaltstart.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the repository of a cluster says about it. Paths are relative to {@code root} unless they say otherwise.
 *
 * @param root the checkout
 * @param name of the cluster as Talos knows it
 * @param endpoint of the Kubernetes API
 * @param talosDirectory where talconfig or topf.yaml lies
 * @param machineSecrets the encrypted bundle that holds the PKI of the cluster; null when the repository has none
 */
public record Inventory(
        Path root,
        Era era,
        String name,
        String endpoint,
        @Nullable String talosVersion,
        @Nullable String kubernetesVersion,
        Path talosDirectory,
        List<Node> nodes,
        Tools tools,
        @Nullable Path machineSecrets,
        List<SopsRule> sopsRules,
        List<Path> sopsFiles,
        List<FluxKustomization> kustomizations,
        List<String> namespaces,
        FluxBootstrap bootstrap,
        ReportFiles reportFiles) {

    public Inventory {
        nodes = List.copyOf(nodes);
        sopsRules = List.copyOf(sopsRules);
        sopsFiles = List.copyOf(sopsFiles);
        kustomizations = List.copyOf(kustomizations);
        namespaces = List.copyOf(namespaces);
    }

    public Optional<Node> node(NodeName wanted) {
        return nodes.stream().filter(node -> node.name().equals(wanted)).findFirst();
    }

    /** Finds a node by its name or one of its addresses, compared exactly: the only thing an alert's text is used for. */
    public Optional<Node> find(String nameOrAddress) {
        return nodes.stream()
                .filter(node -> node.name().value().equals(nameOrAddress)
                        || node.addresses().contains(nameOrAddress))
                .findFirst();
    }

    public List<Node> controlPlanes() {
        return nodes.stream().filter(Node::controlPlane).toList();
    }

    /** Which runner and which Talos tool the repository uses, and where their credentials lie (absolute paths). */
    public record Tools(TaskRunner runner, TalosTool talosTool, Path kubeconfig, Path talosconfig, Path ageKey) {}

    public enum TaskRunner {
        TASK,
        JUST,
        NONE
    }

    public enum TalosTool {
        TALHELPER,
        TOPF
    }

    /** One creation rule of .sops.yaml; recipients are public keys. */
    public record SopsRule(
            @Nullable String pathRegex, @Nullable String encryptedRegex, List<String> recipients, String source) {
        public SopsRule {
            recipients = List.copyOf(recipients);
        }
    }

    /** A Flux Kustomization as declared in Git; dependencies as {@code namespace/name}. */
    public record FluxKustomization(
            String namespace,
            String name,
            @Nullable String path,
            List<String> dependsOn,
            boolean prune,
            boolean suspended,
            String source) {
        public FluxKustomization {
            dependsOn = List.copyOf(dependsOn);
        }
    }

    public enum FluxBootstrap {
        FLUX_OPERATOR,
        FLUX_BOOTSTRAP,
        UNKNOWN
    }

    /** Where this repository keeps its own history; existing files, else where they would be made. */
    public record ReportFiles(Path changelog, @Nullable Path improvementPlan) {}
}
