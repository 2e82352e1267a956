package dev.kaltstart.cluster;

import dev.kaltstart.cluster.volumes.DeclaredVolume;
import dev.kaltstart.cluster.volumes.DeclaredVolumes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as its repository describes it. Paths are relative to {@code root} unless noted.
 *
 * @param root the checkout
 * @param name of the cluster in the Talos configuration
 * @param endpoint of the Kubernetes API; empty when unknown
 * @param talosDirectory the directory of the files that describe the machines
 * @param nodes none when they are not described well enough to run a command against one
 * @param machineSecrets the encrypted bundle with the cluster's PKI; null when the repository has none
 * @param systems that store, back up or protect data, as far as the repository shows them
 * @param volumes that it declares, and what backs them up
 */
public record Inventory(
        Path root,
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
        ReportFiles reportFiles,
        List<SystemInUse> systems,
        DeclaredVolumes volumes) {

    public Inventory {
        nodes = List.copyOf(nodes);
        sopsRules = List.copyOf(sopsRules);
        sopsFiles = List.copyOf(sopsFiles);
        kustomizations = List.copyOf(kustomizations);
        namespaces = List.copyOf(namespaces);
        systems = List.copyOf(systems);
    }

    /** The namespace of that name, or that of the volumes of an application of that name; empty when there is neither. */
    public Optional<String> namespaceOf(String name) {
        return namespaces.contains(name)
                ? Optional.of(name)
                : volumes.all().stream()
                        .filter(volume -> volume.app().equals(name))
                        .map(DeclaredVolume::namespace)
                        .findFirst();
    }

    /** Without volumes. */
    public Inventory(
            Path root,
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
            ReportFiles reportFiles,
            List<SystemInUse> systems) {
        this(
                root,
                name,
                endpoint,
                talosVersion,
                kubernetesVersion,
                talosDirectory,
                nodes,
                tools,
                machineSecrets,
                sopsRules,
                sopsFiles,
                kustomizations,
                namespaces,
                bootstrap,
                reportFiles,
                systems,
                DeclaredVolumes.NONE);
    }

    public Optional<Node> node(NodeName wanted) {
        return nodes.stream().filter(node -> node.name().equals(wanted)).findFirst();
    }

    /**
     * Finds a node by any of its names or addresses: the only use of an alert's text. A whole name goes before one that
     * differs in its domain.
     *
     * @return empty also when it could be more than one
     */
    public Optional<Node> find(String nameOrAddress) {
        return only(node -> node.isNamed(nameOrAddress) || node.hasAddress(nameOrAddress))
                .or(() -> nodes.stream().anyMatch(node -> node.isNamed(nameOrAddress))
                        ? Optional.empty()
                        : only(node -> node.isNamedInADomain(nameOrAddress)));
    }

    private Optional<Node> only(Predicate<Node> wanted) {
        List<Node> found = nodes.stream().filter(wanted).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    public List<Node> controlPlanes() {
        return nodes.stream().filter(Node::controlPlane).toList();
    }

    /** The task runner and Talos tool of the repository, and where their credentials are kept (absolute paths). */
    public record Tools(TaskRunner runner, TalosTool talosTool, Path kubeconfig, Path talosconfig, Path ageKey) {}

    public enum TaskRunner {
        TASK,
        JUST,
        NONE
    }

    /** What makes machine configurations. */
    public enum TalosTool {
        TALHELPER,
        TOPF,
        /** A recipe of the repository, from templates; only a person can run it. */
        MINIJINJA,
        /** Omni, which also keeps the machine secrets. */
        OMNI,
        /** They are kept as such. */
        TALOSCTL,
        /** Unknown. */
        NONE
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

    /**
     * A system that the cluster uses.
     *
     * @param detail which kind of it: the driver, the provider, the tool; blank when there is nothing to add
     * @param sources where the repository shows it, file and line, at least one
     */
    public record SystemInUse(DataSystem system, String detail, List<String> sources) {
        public SystemInUse {
            sources = List.copyOf(sources);
        }

        /** For people: {@code democratic-csi (freenas-api-nfs)}. */
        public String label() {
            return detail.isEmpty() ? system.label() : system.label() + " (" + detail + ")";
        }
    }

    public enum FluxBootstrap {
        FLUX_OPERATOR,
        FLUX_BOOTSTRAP,
        UNKNOWN
    }

    /** The history files of this repository; existing ones, else the paths where they would be created. */
    public record ReportFiles(Path changelog, @Nullable Path improvementPlan) {}
}
