package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.RecoveryFacts;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Checks that every node of the inventory is Ready. Nodes cordoned by others are reported, but do not fail the check.
 */
@Component
class VerifyNodes extends Step {

    @Override
    public Check check(Run run) {
        var wrong = new ArrayList<String>();
        var cordoned = new ArrayList<String>();
        List<Node> nodes = run.cluster().inventory().nodes();
        for (Node node : nodes) {
            judge(run, run.cluster().kubernetes(), node, wrong, cordoned);
        }
        if (!wrong.isEmpty()) {
            return Check.notYet(String.join("; ", wrong), (nodes.size() - wrong.size()) / (double) nodes.size());
        }
        return Check.met("all " + nodes.size() + " nodes are Ready"
                + (cordoned.isEmpty() ? "" : "; cordoned by others: " + String.join(", ", cordoned)));
    }

    private static void judge(Run run, KubernetesClient client, Node node, List<String> wrong, List<String> cordoned) {
        var object = client.nodes().withName(node.name().value()).get();
        if (object == null) {
            wrong.add(node.name() + " has no Node object");
        } else if (!Readiness.read(object).ready()) {
            wrong.add(node.name() + ": " + Readiness.read(object).message());
        } else if (NodeObject.unschedulable(object)) {
            boolean ours =
                    run.find(RecoveryFacts.NODE).filter(node.name()::equals).isPresent();
            (ours ? wrong : cordoned)
                    .add(ours ? node.name() + " is still cordoned" : node.name().value());
        }
    }
}
