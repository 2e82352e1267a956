package dev.kaltstart.alert;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.Processes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The recoveries that a person can start because of an alert: only those that {@code POST /api/recoveries} accepts. */
@Component
class ProposalChoices {

    private static final String NODE = "node";

    private final Clusters clusters;
    private final Processes processes;

    ProposalChoices(Clusters clusters, Processes processes) {
        this.clusters = clusters;
        this.processes = processes;
    }

    /** Empty when nothing can be started. */
    List<ProposedRecovery> of(InboxEntry entry) {
        if (entry.decision() != Decision.PROPOSED || entry.scenario() == null || !processes.exists(entry.scenario())) {
            return List.of();
        }
        return clusters.find(entry.cluster())
                .filter(cluster -> cluster.twinOnly() == entry.twinOnly())
                .map(cluster -> of(entry, cluster.inventory()))
                .orElse(List.of());
    }

    private List<ProposedRecovery> of(InboxEntry entry, Inventory inventory) {
        if (!needsNode(entry)) {
            return List.of(ProposedRecovery.of(entry, null));
        }
        List<Node> nodes = entry.subject() == null
                ? inventory.controlPlanes()
                : inventory.node(new NodeName(entry.subject())).stream().toList();
        return nodes.stream()
                .map(node -> ProposedRecovery.of(entry, node.name().value()))
                .toList();
    }

    /** Advice for the choice, or the manual remedy when nothing can be started. */
    String advice(InboxEntry entry, List<ProposedRecovery> choices) {
        if (choices.isEmpty()) {
            return byHand(entry);
        }
        if (!needsNode(entry) || entry.subject() != null) {
            return "";
        }
        int members = choices.size();
        return "A member of etcd is down, at most %d of %d live, and the alert does not say which. etcd needs %d. Choose the control plane that does not answer."
                .formatted(members - 1, members, members / 2 + 1);
    }

    private String byHand(InboxEntry entry) {
        if (entry.scenario() == null || !processes.exists(entry.scenario())) {
            return "Kaltstart has no model of " + entry.scenario() + " yet: recover by hand. First look whether the"
                    + " cluster is lost: monitoring that does not reach its targets raises the same alert.";
        }
        return clusters.find(entry.cluster()).isEmpty()
                ? "The cluster is no longer configured, or its repository cannot be parsed."
                : "The inventory has changed since: it no longer has what the alert is about.";
    }

    private boolean needsNode(InboxEntry entry) {
        return Optional.ofNullable(entry.scenario())
                .flatMap(processes::subject)
                .filter(kind -> Objects.equals(kind, NODE))
                .isPresent();
    }
}
