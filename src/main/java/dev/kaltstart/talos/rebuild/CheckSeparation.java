package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** A cold start builds a cluster from nothing: it is refused where it could hit one that runs. */
@Component
class CheckSeparation extends Step {

    private final Clusters clusters;

    CheckSeparation(Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public Check check(Run run) {
        List<String> shared = shared(run);
        if (run.mode() == Mode.REHEARSAL) {
            return Check.met("the twin is apart from everything"
                    + (shared.isEmpty() ? "" : "; a real drill would be refused: " + String.join("; ", shared)));
        }
        if (!shared.isEmpty()) {
            throw new Failure.Fatal(
                    "NOT_SEPARATE",
                    "a cold start of " + run.cluster().name() + " could hit another cluster: "
                            + String.join("; ", shared)
                            + ". Give the machines of the drill addresses and a cluster name of their own");
        }
        // without credentials nothing shows whether the cluster runs
        run.cluster().kubernetes();
        ClusterProbe probe = ClusterProbe.take(run);
        if (!probe.apiSilent() || probe.answering() > 0) {
            throw new Failure.Fatal(
                    "CLUSTER_ANSWERS",
                    run.cluster().name() + " runs (" + probe.summary()
                            + "): a cold start would destroy it. Use machines of their own, as a cluster of their own in"
                            + " kaltstart.yaml");
        }
        return Check.met(
                "no machine of " + run.cluster().name() + " is part of a running cluster, and it shares no address"
                        + " and no name with the other clusters of this Kaltstart");
    }

    private List<String> shared(Run run) {
        Inventory own = run.cluster().inventory();
        var shared = new ArrayList<String>();
        for (Clusters.Protected other : clusters.all()) {
            if (!other.name().equals(run.cluster().name())) {
                Inventory theirs = other.inventory();
                if (theirs.name().equals(own.name())) {
                    shared.add(other.name() + " has the same cluster name in Talos, " + own.name());
                }
                own.nodes().stream()
                        .filter(node -> theirs.nodes().stream().anyMatch(one -> sharesAddress(node, one)))
                        .map(node -> node.name() + " has an address of " + other.name() + ", " + node.address())
                        .forEach(shared::add);
            }
        }
        return shared;
    }

    private static boolean sharesAddress(Node node, Node other) {
        return node.addresses().stream().anyMatch(other::hasAddress);
    }
}
