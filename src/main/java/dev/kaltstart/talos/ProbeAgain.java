package dev.kaltstart.talos;

import static dev.kaltstart.talos.NodeFacts.FIRST_PROBE;
import static dev.kaltstart.talos.NodeFacts.NODE_DEAD;
import static dev.kaltstart.talos.NodeFacts.PROBE_WORDS;
import static dev.kaltstart.talos.NodeFacts.TALOS_ANSWERS;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import java.time.Duration;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The second probe, a minute later: a node counts as dead only if both probes failed. */
@Component
class ProbeAgain extends Step {

    private static final Duration APART = Duration.ofMinutes(1);

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(NODE_DEAD, TALOS_ANSWERS, PROBE_WORDS);
    }

    @Override
    public Check check(Run run) {
        Duration passed = Duration.between(run.began(), run.cluster().clock().instant());
        if (passed.compareTo(APART) < 0) {
            double progress = Math.max(0, passed.toMillis() / (double) APART.toMillis());
            return Check.notYet("a minute must pass between the probes", progress);
        }
        NodeProbe probe = NodeProbe.take(run, SubjectNode.of(run));
        if (probe.undecided()) {
            return Check.unknown(probe.message());
        }
        boolean dead = probe.dead() && run.get(FIRST_PROBE).startsWith("dead");
        run.set(NODE_DEAD, dead);
        run.set(TALOS_ANSWERS, probe.answers());
        run.set(PROBE_WORDS, "first " + run.get(FIRST_PROBE) + "; a minute later " + probe.line());
        return Check.met((dead ? "dead in both probes: " : "not dead: ") + probe.message());
    }
}
