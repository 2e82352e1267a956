package dev.kaltstart.talos;

import static dev.kaltstart.talos.NodeFacts.CONTROL_PLANE;
import static dev.kaltstart.talos.NodeFacts.QUORUM_LOST;
import static dev.kaltstart.talos.NodeFacts.QUORUM_WORDS;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.kubernetes.Readiness;
import dev.kaltstart.recovery.Machines;
import dev.kaltstart.recovery.SubjectNode;
import java.time.Duration;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Determines the role of the node and whether etcd keeps its quorum without it. */
@Component
class AssessRole extends Step {

    /** How long the Kubernetes API or etcd may be unavailable before the outage counts as real. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Machines machines;

    AssessRole(Machines machines) {
        this.machines = machines;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(CONTROL_PLANE, QUORUM_LOST, QUORUM_WORDS);
    }

    @Override
    public Check check(Run run) {
        Node node = SubjectNode.of(run);
        Prerequisite address = Prerequisites.address(node);
        if (address.state() == Prerequisite.State.MISSING) {
            throw new Failure.NeedsHuman("NO_ADDRESS", address.message());
        }
        Readiness kubernetes = Readiness.of(run.cluster().kubernetes(), node);
        if (kubernetes.state() == Readiness.State.API_UNREACHABLE && early(run)) {
            return Check.unknown(kubernetes.message() + ": it is asked which machine " + node.name() + " is");
        }
        MachineUuid machine = kubernetes.machine();
        if (machine != null) {
            machines.see(run.recovery(), node.name(), machine);
        }
        run.set(CONTROL_PLANE, node.controlPlane());
        return quorum(run, node);
    }

    private static Check quorum(Run run, Node node) {
        if (!node.controlPlane()) {
            return settled(run, false, node.name() + " is a worker: etcd does not need it");
        }
        if (run.cluster().inventory().controlPlanes().size() == 1) {
            return settled(run, true, node.name() + " is the only control plane: without it there is no etcd");
        }
        return Quorum.without(node, new Talos(run.cluster()))
                .map(quorum -> settled(run, !quorum.holds(), node.name() + " is a control plane: " + quorum.message()))
                .orElseGet(() -> nobodyKnows(run, node));
    }

    private static Check nobodyKnows(Run run, Node node) {
        String message = node.name() + " is a control plane, and no other one names the members of etcd";
        return early(run) ? Check.unknown(message + " yet") : settled(run, true, message);
    }

    private static boolean early(Run run) {
        return run.cluster().clock().instant().isBefore(run.began().plus(PATIENCE));
    }

    private static Check settled(Run run, boolean lost, String message) {
        run.set(QUORUM_LOST, lost);
        run.set(QUORUM_WORDS, message);
        return Check.met(message);
    }
}
