package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Every node of the inventory is there, Ready, and takes work. */
@Component
class VerifyNodes extends Step {

    @Override
    protected Check check(Run run) {
        Map<String, Node> seen = run.cluster().kubernetes().nodes().list().getItems().stream()
                .collect(Collectors.toMap(node -> node.getMetadata().getName(), Function.identity()));
        List<String> wrong = run.cluster().inventory().nodes().stream()
                .map(wanted -> wanted.name().value())
                .filter(name -> !well(seen.get(name)))
                .toList();
        int all = run.cluster().inventory().nodes().size();
        return wrong.isEmpty()
                ? Check.met("all " + all + " nodes are Ready and schedulable")
                : Check.notYet("not Ready or not schedulable: " + wrong, (double) (all - wrong.size()) / all);
    }

    private static boolean well(@org.jspecify.annotations.Nullable Node node) {
        return node != null
                && Nodes.ready(node)
                && !Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }
}
