package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.SeenNode.Claim;
import dev.kaltstart.cluster.SeenNode.Machine;
import dev.kaltstart.cluster.inventory.Problems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Completes nodes by the record of the live cluster, the weakest source: it fills what is missing, and only with what a
 * machine itself has said. A contradiction is reported and changes nothing.
 */
final class SeenCompletion {

    private final List<SeenNode> seen;
    private final Set<NodeName> removed;
    private final String directory;
    private final Problems findings = new Problems();
    private final List<NodeDraft> drafts = new ArrayList<>();
    private final Map<String, String> owners = new HashMap<>();

    /**
     * @param removed nodes that kaltstart.yaml declares as removed for good
     * @param directory of the machine configurations, with a trailing slash
     */
    SeenCompletion(List<SeenNode> seen, Set<NodeName> removed, String directory) {
        this.removed = removed;
        // of two nodes that have answered at one address, the later one has it now
        this.seen = seen.stream()
                .sorted(Comparator.comparing(SeenCompletion::answeredAt)
                        .reversed()
                        .thenComparing(node -> node.name().value()))
                .toList();
        this.directory = directory;
    }

    private static Instant answeredAt(SeenNode node) {
        return node.machine() == null ? Instant.MIN : node.machine().at();
    }

    /**
     * @param known what repository and kaltstart.yaml say
     * @param described the repository names the nodes of the cluster, so the record adds none
     */
    NodeAssembly complete(List<NodeDraft> known, boolean described) {
        known.forEach(draft -> draft.addresses().forEach(address -> own(address, draft.label())));
        var rest = new ArrayList<>(seen);
        for (NodeDraft draft : known) {
            if (draft.name() != null && removed.contains(draft.name())) {
                findings.warning(
                        draft.source(),
                        "%s is declared as removed in kaltstart.yaml, but described here: remove one of the two"
                                .formatted(draft.label()));
            }
            var node = rest.stream().filter(one -> isNode(draft, one)).findFirst();
            node.ifPresent(rest::remove);
            drafts.add(node.map(one -> completed(draft, one)).orElse(draft));
        }
        for (SeenNode node : rest) {
            if (removed.contains(node.name())) {
                judgeRemoved(node);
            } else if (described) {
                findings.warning(
                        node.name().value(),
                        "the live cluster has this node (%s), but neither the repository nor kaltstart.yaml describes it: declare it, or remove it from the cluster"
                                .formatted(evidence(node)));
            } else {
                add(node);
            }
        }
        return new NodeAssembly(drafts, seen, findings.list());
    }

    private void judgeRemoved(SeenNode node) {
        if (isClaimedNow(node)) {
            findings.warning(
                    node.name().value(),
                    "it is declared as removed in kaltstart.yaml, but Kubernetes still names it (%s)"
                            .formatted(evidence(node)));
        }
    }

    /** A draft without a name is the node that has answered at its address. */
    private static boolean isNode(NodeDraft draft, SeenNode node) {
        var name = draft.name();
        var machine = node.machine();
        return name != null ? name.equals(node.name()) : machine != null && has(draft, machine.address());
    }

    static boolean has(NodeDraft draft, String address) {
        return draft.addresses().stream().anyMatch(one -> IpAddress.same(one, address));
    }

    private NodeDraft completed(NodeDraft draft, SeenNode node) {
        new SeenContradictions(findings).judge(draft, node);
        var machine = node.machine();
        if (machine == null) {
            return draft;
        }
        var addresses = draft.addresses().isEmpty() ? address(node, machine) : draft.addresses();
        var completed = filled(draft, node, machine, addresses);
        return completed.equals(draft) ? draft : completed.from(draft.source() + ", completed as " + onDay(machine));
    }

    private static NodeDraft filled(NodeDraft draft, SeenNode node, Machine machine, List<String> addresses) {
        return new NodeDraft(
                draft.name() == null ? node.name() : draft.name(),
                draft.hostname() == null ? machine.hostname() : draft.hostname(),
                draft.role() == null ? machine.role() : draft.role(),
                addresses,
                draft.mac() == null ? machine.mac() : draft.mac(),
                draft.disk() == null ? disk(machine) : draft.disk(),
                draft.disk() == null ? machine.diskSerial() : draft.diskSerial(),
                draft.image(),
                draft.machineConfig(),
                draft.source());
    }

    private void add(SeenNode node) {
        var machine = node.machine();
        var claim = node.claim();
        if (machine == null) {
            findings.warning(
                    node.name().value(),
                    "only Kubernetes names this node (%s), and no machine has proved to be the node: %s. Compare the address with the machine, and declare the node"
                            .formatted(evidence(node), node.doubt()));
            // the role decides only whether the other nodes wait for this one; etcd itself is asked for its quorum
            drafts.add(draft(node, node.name().value(), claim == null ? null : claim.role()));
            return;
        }
        var addresses = address(node, machine);
        if (addresses.isEmpty() && !isClaimedNow(node)) {
            // replaced and removed: what is left is the record
            return;
        }
        drafts.add(filled(draft(node, machine.hostname(), machine.role()), node, machine, addresses));
    }

    private NodeDraft draft(SeenNode node, String hostname, @Nullable Role role) {
        return new NodeDraft(
                node.name(),
                hostname,
                role,
                List.of(),
                null,
                null,
                null,
                MachineImage.NONE,
                "%sclusterconfig/%s.yaml".formatted(directory, node.name()),
                source(node));
    }

    /** None, and a finding, when another node has the address now. */
    private List<String> address(SeenNode node, Machine machine) {
        var owner = owners.get(canonical(machine.address()));
        if (owner != null && !owner.equals(node.name().value())) {
            findings.warning(
                    node.name().value(),
                    "it answered at %s when it was %s, and this is the address of %s now: declare its address if it is still a node"
                            .formatted(machine.address(), seenLive(machine), owner));
            return List.of();
        }
        own(machine.address(), node.name().value());
        return List.of(machine.address());
    }

    private void own(String address, String label) {
        owners.putIfAbsent(canonical(address), label);
    }

    private static String canonical(String address) {
        return IpAddress.parse(address).map(IpAddress::value).orElse(address);
    }

    /** Whether the newest answer of Kubernetes names the node. */
    private boolean isClaimedNow(SeenNode node) {
        var newest = seen.stream()
                .map(SeenNode::claim)
                .filter(Objects::nonNull)
                .map(Claim::at)
                .max(Comparator.naturalOrder());
        var claim = node.claim();
        return claim != null && newest.filter(claim.at()::equals).isPresent();
    }

    private static @Nullable String disk(Machine machine) {
        return machine.diskSerial() == null ? machine.disk() : "serial: " + machine.diskSerial();
    }

    static String seenLive(Machine machine) {
        return "seen live on " + SeenNode.time(machine.at());
    }

    private static String source(SeenNode node) {
        return node.machine() == null ? "Kubernetes" : "the live cluster, " + onDay(node.machine());
    }

    /** Not the minute: a source is a part of plans, and a plan that changes with each look could not be approved. */
    private static String onDay(Machine machine) {
        return "seen live on " + SeenNode.day(machine.at());
    }

    private static String evidence(SeenNode node) {
        var machine = node.machine();
        return machine != null
                ? machine.address() + ", " + seenLive(machine)
                : Optional.ofNullable(node.claim())
                        .map(claim ->
                                "%s, on %s".formatted(String.join(", ", claim.addresses()), SeenNode.time(claim.at())))
                        .orElse("never");
    }
}
