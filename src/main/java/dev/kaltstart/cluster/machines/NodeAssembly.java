package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.SeenNode.Claim;
import dev.kaltstart.cluster.config.ClusterSettings.DeclaredNode;
import dev.kaltstart.cluster.inventory.FileProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that the repository describes, completed by those that kaltstart.yaml declares, and by the record of the live
 * cluster.
 *
 * @param seen the record
 * @param findings where it contradicts the other sources, or only Kubernetes vouches for a node; warnings
 */
public record NodeAssembly(List<NodeDraft> drafts, List<SeenNode> seen, List<FileProblem> findings) {

    public static final NodeAssembly NONE = new NodeAssembly(List.of(), List.of(), List.of());

    public NodeAssembly {
        drafts = List.copyOf(drafts);
        seen = List.copyOf(seen);
        findings = List.copyOf(findings);
    }

    /**
     * A declaration wins, and one of an unknown node adds it. The record fills what is missing after that.
     *
     * @param directory of the machine configurations, with a trailing slash
     */
    public static NodeAssembly of(
            List<NodeDraft> described,
            Map<NodeName, DeclaredNode> declared,
            List<SeenNode> seen,
            @Nullable String talosVersion,
            String directory) {
        var present = new LinkedHashMap<>(declared);
        present.values().removeIf(DeclaredNode::removed);
        var removed = new HashSet<>(declared.keySet());
        removed.removeAll(present.keySet());
        return new SeenCompletion(seen, removed, directory)
                .complete(declared(described, present, talosVersion, directory), !described.isEmpty());
    }

    private static List<NodeDraft> declared(
            List<NodeDraft> described,
            Map<NodeName, DeclaredNode> declared,
            @Nullable String talosVersion,
            String directory) {
        var rest = new LinkedHashMap<>(declared);
        var drafts = new ArrayList<NodeDraft>();
        for (NodeDraft draft : described) {
            var declaration = draft.name() == null ? null : rest.remove(draft.name());
            drafts.add(declaration == null ? draft : completed(draft, declaration, talosVersion));
        }
        rest.forEach((name, declaration) -> drafts.add(completed(
                new NodeDraft(
                        name,
                        name.value(),
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        MachineImage.NONE,
                        "%sclusterconfig/%s.yaml".formatted(directory, name),
                        declaration.source()),
                declaration,
                talosVersion)));
        return drafts;
    }

    private static NodeDraft completed(NodeDraft draft, DeclaredNode declared, @Nullable String talosVersion) {
        var disk = declared.disk();
        return new NodeDraft(
                draft.name(),
                draft.hostname(),
                declared.role() == null ? draft.role() : declared.role(),
                Optional.ofNullable(declared.address())
                        .flatMap(IpAddress::parse)
                        .map(address -> List.of(address.value()))
                        .orElse(draft.addresses()),
                Optional.ofNullable(declared.mac()).flatMap(MacAddress::of).orElse(draft.mac()),
                disk == null ? draft.disk() : disk,
                disk == null ? draft.diskSerial() : serial(disk),
                declared.installerImage() == null
                        ? draft.image()
                        : MachineImage.of(TalosImage.of(declared.installerImage(), talosVersion)),
                declared.machineConfig() == null ? draft.machineConfig() : declared.machineConfig(),
                draft.source());
    }

    private static @Nullable String serial(String disk) {
        return disk.startsWith("serial:") ? disk.substring("serial:".length()).strip() : null;
    }

    public List<NodeDraft> incomplete() {
        return drafts.stream().filter(draft -> !draft.missing().isEmpty()).toList();
    }

    /** Those that are none of these. */
    public List<NodeDraft> others(List<Node> usable) {
        var names = usable.stream().map(Node::name).toList();
        return drafts.stream()
                .filter(draft -> draft.name() == null || !names.contains(draft.name()))
                .toList();
    }

    /**
     * The nodes that a recovery can work on. None as long as one that may be a control plane is incomplete: the quorum
     * of etcd would be counted wrong.
     */
    public List<Node> nodes() {
        return incomplete().stream().allMatch(draft -> draft.role() == Role.WORKER)
                ? drafts.stream()
                        .filter(draft -> draft.missing().isEmpty())
                        .map(NodeDraft::node)
                        .toList()
                : List.of();
    }

    private Optional<Claim> claim(NodeDraft draft) {
        return seen.stream()
                .filter(node -> node.name().equals(draft.name()))
                .flatMap(node -> Stream.ofNullable(node.claim()))
                .findFirst();
    }

    /** What to add to kaltstart.yaml under the name of the cluster, one line each; none when nothing is missing. */
    public List<String> toDeclare() {
        var lines = new ArrayList<String>();
        for (NodeDraft draft : incomplete()) {
            var name = draft.name() == null ? "NAME" : draft.name().value();
            var known = new ArrayList<String>();
            known.add("role: " + (draft.role() == null ? "ROLE" : draft.controlPlane() ? "control-plane" : "worker"));
            var claim = draft.addresses().isEmpty() ? claim(draft) : Optional.<Claim>empty();
            known.add("address: "
                    + draft.addresses().stream()
                            .findFirst()
                            .or(() -> claim.map(one -> one.addresses().get(0)))
                            .orElse("ADDRESS"));
            lines.add("  %s: { %s }%s%s"
                    .formatted(
                            name,
                            String.join(", ", known),
                            draft.name() == null ? "  # described in " + draft.source() : "",
                            claim.map(one -> "  # the address as Kubernetes named it on %s: compare it with the machine"
                                            .formatted(SeenNode.time(one.at())))
                                    .orElse("")));
        }
        if (!lines.isEmpty()) {
            lines.add(0, "nodes:");
        }
        return lines;
    }
}
