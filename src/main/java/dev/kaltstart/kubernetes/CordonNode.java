package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import org.springframework.stereotype.Component;

/** Nothing new is scheduled onto the node. */
@Component
class CordonNode extends Step {

    @Override
    protected Check check(Run run) {
        return Nodes.find(run)
                .map(node -> Boolean.TRUE.equals(node.getSpec().getUnschedulable())
                        ? Check.met("unschedulable")
                        : Check.notYet("still schedulable"))
                .orElseGet(() -> Check.met("Kubernetes has no such node any more"));
    }

    @Override
    protected void perform(Run run) {
        run.cluster().kubernetes().nodes().withName(Nodes.name(run)).edit(node -> {
            node.getSpec().setUnschedulable(true);
            return node;
        });
    }
}
