package dev.kaltstart.alert;

import dev.kaltstart.alert.origin.AlertTarget;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the active recovery that an alert belongs to. */
@Component
class ActiveRecoveries {

    private final Recoveries recoveries;
    private final Processes processes;

    ActiveRecoveries(Recoveries recoveries, Processes processes) {
        this.recoveries = recoveries;
        this.processes = processes;
    }

    Found about(AlertTarget target) {
        return recoveries.notEnded(target.cluster().name()).stream()
                .filter(recovery -> real(recovery) != target.cluster().twinOnly())
                .map(recovery -> new Found(recovery, kinship(recovery, target)))
                .min(Comparator.comparing(Found::kinship))
                .orElse(Found.NONE);
    }

    private Kinship kinship(Recovery recovery, AlertTarget target) {
        if (processes
                .subject(recovery.scenario())
                .filter(Processes.WHOLE_CLUSTER::equals)
                .isPresent()) {
            return Kinship.EVERYTHING;
        }
        Optional<Node> subject = target.cluster().inventory().nodes().stream()
                .filter(node -> node.name().value().equals(recovery.subject()))
                .findFirst();
        if (subject.isPresent() && subject.equals(target.node())) {
            return Kinship.NODE;
        }
        return subject.filter(Node::controlPlane).isPresent() ? Kinship.CONTROL_PLANE : Kinship.OTHER;
    }

    /** A rehearsal must not swallow the alert of a real cluster. */
    private static boolean real(Recovery recovery) {
        return recovery.mode() != Mode.REHEARSAL;
    }

    /** The relation of a recovery to an alert, the closest first. */
    enum Kinship {
        /** It is about the whole lost cluster. */
        EVERYTHING,
        /** It is about the alert's node. */
        NODE,
        /** It is about a control plane, and so about a member of etcd. */
        CONTROL_PLANE,
        /** It is about something else in the cluster. */
        OTHER,
        NONE;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param recovery null when none is active */
    record Found(@Nullable Recovery recovery, Kinship kinship) {

        static final Found NONE = new Found(null, Kinship.NONE);

        boolean same() {
            return kinship == Kinship.EVERYTHING || kinship == Kinship.NODE;
        }

        /** @throws java.util.NoSuchElementException when there is none */
        Recovery closest() {
            return Optional.ofNullable(recovery).orElseThrow();
        }
    }
}
