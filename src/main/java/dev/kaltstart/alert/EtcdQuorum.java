package dev.kaltstart.alert;

import dev.kaltstart.alert.origin.AlertTarget;
import dev.kaltstart.cluster.Node;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Counts the control planes that alerts report as failed: one member of etcd of three is not a lost cluster. */
@Component
class EtcdQuorum {

    /** An alert that its sender has not repeated for so long says nothing about the present. */
    private static final Duration CURRENT = Duration.ofDays(1);

    private final Inbox inbox;
    private final Clock clock;

    EtcdQuorum(Inbox inbox, Clock clock) {
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Whether etcd has no quorum, with at least one member down.
     *
     * @param own the alert's node is the failed one, and not the one that reports it
     */
    boolean lost(AlertTarget target, boolean own) {
        List<Node> controlPlanes = target.cluster().inventory().controlPlanes();
        Set<String> failed = new HashSet<>(
                inbox.failedNodes(target.cluster().name(), clock.instant().minus(CURRENT)));
        target.node()
                .filter(node -> own)
                .ifPresent(node -> failed.add(node.name().value()));
        long down = controlPlanes.stream()
                .filter(node -> failed.contains(node.name().value()))
                .count();
        return controlPlanes.size() - Math.max(1, down) < controlPlanes.size() / 2 + 1;
    }
}
