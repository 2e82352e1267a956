package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.RecoveryFacts;
import dev.kaltstart.recovery.SubjectNode;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import org.springframework.stereotype.Component;

/** Makes the node schedulable again: removes the cordon and our taints. */
@Component
class UncordonNode extends Step {

    @Override
    public Check check(Run run) {
        String name = SubjectNode.of(run).name().value();
        var node = run.cluster().kubernetes().nodes().withName(name).get();
        if (node == null) {
            return Check.unknown("Kubernetes has no node " + name);
        }
        return NodeObject.unschedulable(node) || Taints.hasAny(node)
                ? Check.notYet(name + " is still cordoned or tainted")
                : Check.met("pods can be scheduled on " + name + " again");
    }

    @Override
    public void perform(Run run) {
        String name = run.get(RecoveryFacts.NODE).value();
        run.cluster()
                .kubernetes()
                .nodes()
                .withName(name)
                .edit(node -> new NodeBuilder(Taints.without(node))
                        .editOrNewSpec()
                        .withUnschedulable(null)
                        .endSpec()
                        .build());
    }
}
