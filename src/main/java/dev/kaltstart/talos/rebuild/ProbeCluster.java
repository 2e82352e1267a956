package dev.kaltstart.talos.rebuild;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.VariableLimits;
import java.time.Duration;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Looks at every machine before a cluster is called lost: a power cut looks the same for a while. */
@Component
class ProbeCluster extends Step {

    /** An API server that restarts is silent for less. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(LossFacts.CLUSTER_PROBE, LossFacts.CLUSTER_ANSWERS);
    }

    @Override
    public Check check(Run run) {
        if (run.cluster().inventory().nodes().isEmpty()) {
            throw new Failure.NeedsHuman(
                    "NO_MACHINES",
                    "the machines of " + run.cluster().name()
                            + " are not known, so they cannot be installed: declare them"
                            + " in kaltstart.yaml ('check' prints the block to paste), then retry");
        }
        ClusterProbe probe = ClusterProbe.take(run);
        if (!probe.alive()
                && run.cluster().clock().instant().isBefore(run.began().plus(PATIENCE))) {
            return Check.notYet(probe.summary() + "; asked again until a minute has passed");
        }
        String advice = probe.alive()
                ? ". The cluster is not lost"
                : probe.quorumPossible() ? ". That is a majority: the cluster may not be lost" : "";
        run.set(LossFacts.CLUSTER_ANSWERS, probe.alive());
        run.set(
                LossFacts.CLUSTER_PROBE,
                VariableLimits.cut(probe.summary() + advice + "\n" + String.join("\n", probe.lines())));
        return Check.met(
                probe.summary() + advice,
                Measurement.count("nodesReady", probe.ready()),
                Measurement.count("controlPlanesAnswering", probe.answering()));
    }
}
