package dev.kaltstart.storage;

import dev.kaltstart.cluster.Node;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A volume with its data on one node: it has no other copy that Kubernetes knows of.
 *
 * @param label claim and volume, {@code office/photos (pv-1)}
 * @param tied only one node can mount it; otherwise it does not say where its data is
 * @param path on the node; blank when the driver does not say
 */
record LocalVolume(String label, boolean tied, String path) {

    /** Whether only this node can mount a volume, or it does not say which can. */
    static boolean isOn(PersistentVolume volume, Node node, List<io.fabric8.kubernetes.api.model.Node> nodes) {
        if (volume.getStatus() != null && "Available".equals(volume.getStatus().getPhase())) {
            return false;
        }
        List<NodeSelectorTerm> terms = terms(volume);
        if (terms.isEmpty()) {
            return volume.getSpec().getHostPath() != null;
        }
        var name = node.name().value();
        return terms.stream().anyMatch(term -> matches(term, name, labels(nodes, name)))
                && nodes.stream()
                        .map(other -> other.getMetadata().getName())
                        .filter(other -> !other.equals(name))
                        .noneMatch(other ->
                                terms.stream().anyMatch(term -> matches(term, other, labels(nodes, other))));
    }

    private static List<NodeSelectorTerm> terms(PersistentVolume volume) {
        var affinity = volume.getSpec().getNodeAffinity();
        return affinity == null || affinity.getRequired() == null
                ? List.of()
                : affinity.getRequired().getNodeSelectorTerms();
    }

    private static Map<String, String> labels(List<io.fabric8.kubernetes.api.model.Node> nodes, String name) {
        return nodes.stream()
                .filter(node -> node.getMetadata().getName().equals(name))
                .map(node -> node.getMetadata().getLabels())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Map.of());
    }

    /** A node that has lost its object, or never had the label, is known by its name. */
    private static boolean matches(NodeSelectorTerm term, String name, Map<String, String> labels) {
        return term.getMatchExpressions().stream()
                        .filter(expression -> "In".equals(expression.getOperator()))
                        .allMatch(expression -> matches(expression, name, labels))
                && term.getMatchFields().stream()
                        .allMatch(field -> field.getValues().contains(name));
    }

    private static boolean matches(NodeSelectorRequirement expression, String name, Map<String, String> labels) {
        return expression.getValues().contains(labels.getOrDefault(expression.getKey(), name));
    }

    static LocalVolume of(PersistentVolume volume) {
        var spec = volume.getSpec();
        var claim = spec.getClaimRef();
        var name = volume.getMetadata().getName();
        return new LocalVolume(
                claim == null ? name : claim.getNamespace() + "/" + claim.getName() + " (" + name + ")",
                !terms(volume).isEmpty(),
                spec.getLocal() != null
                        ? text(spec.getLocal().getPath())
                        : spec.getHostPath() != null ? text(spec.getHostPath().getPath()) : "");
    }

    private static String text(@Nullable String path) {
        return path == null ? "" : path;
    }

    /**
     * Whether a wipe of EPHEMERAL takes it: that partition is /var. Below /var/mnt Talos mounts volumes of their own, so
     * it is not known.
     */
    boolean lostWithTheWipe() {
        return tied && path.startsWith("/var/") && !path.startsWith("/var/mnt/") && !path.contains("..");
    }
}
