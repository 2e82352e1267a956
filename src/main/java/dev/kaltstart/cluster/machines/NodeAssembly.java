package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.config.ClusterSettings.DeclaredNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nodes that the repository describes, completed by those that kaltstart.yaml declares. */
public record NodeAssembly(List<NodeDraft> drafts) {

    public NodeAssembly {
        drafts = List.copyOf(drafts);
    }

    /**
     * A declaration wins, and one of an unknown node adds it.
     *
     * @param directory of the machine configurations, with a trailing slash
     */
    public static NodeAssembly of(
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
        return new NodeAssembly(drafts);
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

    /** What to add to kaltstart.yaml under the name of the cluster, one line each; none when nothing is missing. */
    public List<String> toDeclare() {
        var lines = new ArrayList<String>();
        for (NodeDraft draft : incomplete()) {
            var name = draft.name() == null ? "NAME" : draft.name().value();
            var known = new ArrayList<String>();
            known.add("role: " + (draft.role() == null ? "ROLE" : draft.controlPlane() ? "control-plane" : "worker"));
            known.add("address: "
                    + (draft.addresses().isEmpty()
                            ? "ADDRESS"
                            : draft.addresses().get(0)));
            lines.add("  %s: { %s }%s"
                    .formatted(
                            name,
                            String.join(", ", known),
                            draft.name() == null ? "  # described in " + draft.source() : ""));
        }
        if (!lines.isEmpty()) {
            lines.add(0, "nodes:");
        }
        return lines;
    }
}
