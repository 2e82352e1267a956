package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.RecoveryFacts;
import dev.kaltstart.recovery.SubjectNode;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import org.springframework.stereotype.Component;

/** Marks the node unschedulable. */
@Component
class CordonNode extends Step {

    @Override
    public Check check(Run run) {
        String name = SubjectNode.of(run).name().value();
        var node = run.cluster().kubernetes().nodes().withName(name).get();
        if (node == null) {
            return Check.met("Kubernetes has no node " + name + ", so nothing can be scheduled there");
        }
        return NodeObject.unschedulable(node)
                ? Check.met(name + " is cordoned")
                : Check.notYet("pods can still be scheduled on " + name);
    }

    @Override
    public void perform(Run run) {
        String name = run.get(RecoveryFacts.NODE).value();
        run.cluster()
                .kubernetes()
                .nodes()
                .withName(name)
                .edit(node -> new NodeBuilder(node)
                        .editOrNewSpec()
                        .withUnschedulable(true)
                        .endSpec()
                        .build());
    }
}
