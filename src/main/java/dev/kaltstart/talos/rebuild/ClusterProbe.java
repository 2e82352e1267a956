package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Run;
import dev.kaltstart.kubernetes.Readiness;
import dev.kaltstart.talos.Answer;
import dev.kaltstart.talos.Talos;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at all machines of a cluster.
 *
 * @param ready nodes that Kubernetes reports as Ready
 * @param answering control planes on which Talos answers with its configuration
 * @param apiSilent the Kubernetes API was asked, and does not answer
 */
record ClusterProbe(List<String> lines, int nodes, int ready, int controlPlanes, int answering, boolean apiSilent) {

    static ClusterProbe take(Run run) {
        List<Node> nodes = run.cluster().inventory().nodes();
        var talos = new Talos(run.cluster());
        var lines = new ArrayList<String>();
        int ready = 0;
        int answering = 0;
        boolean silent = false;
        for (Node node : nodes) {
            // one question is enough: it costs its time-out for each node
            @Nullable Readiness kubernetes = silent ? null : readiness(run, node);
            silent = kubernetes == null || kubernetes.state() == Readiness.State.API_UNREACHABLE;
            Answer<String> stage = talos.stage(node);
            ready += kubernetes != null && kubernetes.ready() ? 1 : 0;
            answering += node.controlPlane() && stage.given() ? 1 : 0;
            lines.add(line(node, kubernetes, stage));
        }
        int controlPlanes = (int) nodes.stream().filter(Node::controlPlane).count();
        return new ClusterProbe(lines, nodes.size(), ready, controlPlanes, answering, silent);
    }

    /** On the worst day the kubeconfig may be gone too; a later step fetches a new one. */
    private static Readiness readiness(Run run, Node node) {
        try {
            return Readiness.of(run.cluster().kubernetes(), node);
        } catch (Cluster.UnusableCredentials e) {
            return new Readiness(
                    Readiness.State.API_UNREACHABLE,
                    "the Kubernetes API cannot be asked: " + e.getMessage(),
                    null,
                    null);
        }
    }

    private static String line(Node node, @Nullable Readiness kubernetes, Answer<String> stage) {
        return node.name() + " (" + (node.controlPlane() ? "control plane" : "worker") + ", " + node.address()
                + "): Talos "
                + stage.value().map(seen -> "answers, stage " + seen).orElseGet(stage::message)
                + (kubernetes == null ? "" : "; " + kubernetes.message());
    }

    boolean alive() {
        return !apiSilent && ready > nodes / 2;
    }

    /** Enough control planes answer for a majority: their etcd may only have to be started again. */
    boolean quorumPossible() {
        return answering > controlPlanes / 2;
    }

    String summary() {
        return (apiSilent
                        ? "the Kubernetes API does not answer"
                        : ready + " of " + CountedNoun.of(nodes, "node") + " Ready")
                + "; Talos answers on " + answering + " of " + CountedNoun.of(controlPlanes, "control plane");
    }
}
