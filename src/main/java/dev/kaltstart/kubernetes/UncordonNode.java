package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The node takes work again; nothing that was put on it for the recovery stays. */
@Component
class UncordonNode extends Step {

    private static final Set<String> OURS = Set.of(Nodes.FAILED, Nodes.OUT_OF_SERVICE);

    @Override
    protected Check check(Run run) {
        return Nodes.find(run)
                .map(node -> clean(node)
                        ? Check.met("schedulable, no taint of ours left")
                        : Check.notYet("still cordoned or tainted"))
                .orElseGet(() -> Check.notYet("not registered with Kubernetes"));
    }

    private static boolean clean(Node node) {
        return !Boolean.TRUE.equals(node.getSpec().getUnschedulable())
                && OURS.stream().noneMatch(key -> Nodes.tainted(node, key));
    }

    @Override
    protected void perform(Run run) {
        run.cluster().kubernetes().nodes().withName(Nodes.name(run)).edit(node -> {
            node.getSpec().setUnschedulable(null);
            node.getSpec()
                    .setTaints(List.copyOf(Nodes.taints(node).stream()
                            .filter(taint -> !OURS.contains(taint.getKey()))
                            .toList()));
            return node;
        });
    }
}
