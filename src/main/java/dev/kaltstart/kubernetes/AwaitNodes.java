package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Waits until every machine has registered as a node. None is Ready before the pod network is installed. */
@Component
class AwaitNodes extends Step {

    @Override
    public Check check(Run run) {
        var there = new HashSet<String>();
        run.cluster()
                .kubernetes()
                .nodes()
                .list()
                .getItems()
                .forEach(node -> there.add(node.getMetadata().getName()));
        List<Node> nodes = run.cluster().inventory().nodes();
        String missing = nodes.stream()
                .map(node -> node.name().value())
                .filter(name -> !there.contains(name))
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Check.met("all " + nodes.size() + " nodes have registered")
                : Check.notYet("not registered with Kubernetes yet: " + missing, there.size() / (double) nodes.size());
    }
}
