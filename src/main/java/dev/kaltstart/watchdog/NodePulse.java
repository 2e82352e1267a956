package dev.kaltstart.watchdog;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.talos.Answer;
import dev.kaltstart.talos.Talos;
import dev.kaltstart.watchdog.Pulse.NodeAnswer;
import dev.kaltstart.watchdog.Pulse.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Asks the nodes of one cluster over Talos, control planes first. Only reads. */
final class NodePulse {

    /** A silent one takes ten seconds. */
    private static final int MOST = 30;

    private final Cluster cluster;
    private final Runnable asked;
    private boolean unable;

    /** @param asked runs after each question, which can take seconds */
    NodePulse(Cluster cluster, Runnable asked) {
        this.cluster = cluster;
        this.asked = asked;
    }

    List<NodeAnswer> take() {
        List<Node> nodes = cluster.inventory().nodes().stream()
                .sorted(Comparator.comparing((Node node) -> !node.controlPlane()))
                .toList();
        var answers = new ArrayList<NodeAnswer>();
        for (Node node : nodes) {
            answers.add(new NodeAnswer(
                    node.name().value(), unable || answers.size() >= MOST ? State.NOT_ASKED : ask(node)));
        }
        return answers;
    }

    private State ask(Node node) {
        try {
            Answer<String> version = new Talos(cluster).version(node);
            if (version.given()) {
                return State.ANSWERED;
            }
            return version.silent() ? State.SILENT : State.REFUSED;
        } catch (Cluster.UnusableCredentials | Shell.MissingTool e) {
            unable = true;
            return State.NOT_ASKED;
        } finally {
            asked.run();
        }
    }
}
