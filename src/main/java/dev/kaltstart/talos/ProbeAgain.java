package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** The second look. Dead is what was dead in both, and only if somebody else is seen alive: else we are the blind one. */
@Component
class ProbeAgain extends Step {

    private static final Duration BETWEEN = Duration.ofMinutes(1);

    @Override
    protected Check check(Run run) {
        Instant due = run.began().plus(BETWEEN);
        if (run.cluster().clock().instant().isBefore(due)) {
            return Check.notYet("waiting for the second look at " + due);
        }
        Node node = NodeFacts.node(run);
        Probe probe = Probe.of(run.cluster(), node);
        boolean dead = probe.dead() && run.get(NodeFacts.FIRST_PROBE).startsWith("dead");
        if (dead && !onlyControlPlane(run, node) && !anybodyElseAnswers(run, node)) {
            return Check.unknown("neither Kubernetes nor any other node answers: is it the network of this machine?");
        }
        run.set(NodeFacts.NODE_DEAD, dead);
        run.set(NodeFacts.TALOS_ANSWERS, probe.talos());
        return Check.met(probe.words() + "; before that " + run.get(NodeFacts.FIRST_PROBE));
    }

    private static boolean onlyControlPlane(Run run, Node node) {
        return node.controlPlane()
                && run.cluster().inventory().controlPlanes().size() == 1
                && run.cluster().inventory().nodes().size() == 1;
    }

    private static boolean anybodyElseAnswers(Run run, Node node) {
        Talos talos = Talos.of(run.cluster());
        return run.cluster().inventory().nodes().stream()
                .filter(other -> !other.name().equals(node.name()))
                .anyMatch(talos::answers);
    }
}
