package dev.kaltstart.talos;

import static dev.kaltstart.talos.NodeFacts.CONTROL_PLANE;
import static dev.kaltstart.talos.NodeFacts.QUORUM_LOST;
import static dev.kaltstart.talos.NodeFacts.QUORUM_WORDS;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.kubernetes.Readiness;
import dev.kaltstart.recovery.MachineFacts;
import dev.kaltstart.recovery.Subject;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What the node is to the cluster, and whether etcd can decide anything without it. */
@Component
class AssessRole extends Step {

    /** How long nobody may know the members of etcd before that counts as a quorum that is lost. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    protected Check check(Run run) {
        Node node = Subject.of(run);
        run.set(CONTROL_PLANE, node.controlPlane());
        run.set(MachineFacts.WIPED, false);
        Readiness.systemUuid(run.cluster().kubernetes(), node)
                .flatMap(MachineUuid::parse)
                .ifPresent(uuid -> run.set(MachineFacts.MACHINE_UUID, uuid.value()));
        if (!node.controlPlane()) {
            return settled(run, false, node.name() + " is a worker: etcd does not need it");
        }
        if (run.cluster().inventory().controlPlanes().size() == 1) {
            return settled(run, true, node.name() + " is the only control plane: without it there is no etcd");
        }
        return Quorum.without(node, new Talos(run.cluster()))
                .map(quorum -> settled(run, !quorum.holds(), node.name() + " is a control plane: " + quorum.words()))
                .orElseGet(() -> nobodyKnows(run, node));
    }

    private static Check nobodyKnows(Run run, Node node) {
        String words = node.name() + " is a control plane, and no other one names the members of etcd";
        boolean early = run.cluster().clock().instant().isBefore(run.began().plus(PATIENCE));
        return early ? Check.unknown(words + " yet") : settled(run, true, words);
    }

    private static Check settled(Run run, boolean lost, String words) {
        run.set(QUORUM_LOST, lost);
        run.set(QUORUM_WORDS, words);
        return Check.met(words);
    }
}
