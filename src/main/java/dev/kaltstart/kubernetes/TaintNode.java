package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.RecoveryFacts;
import dev.kaltstart.recovery.SubjectNode;
import org.springframework.stereotype.Component;

/** Taints the node as failed, for the scheduler and for people. */
@Component
class TaintNode extends Step {

    @Override
    public Check check(Run run) {
        String name = SubjectNode.of(run).name().value();
        var node = run.cluster().kubernetes().nodes().withName(name).get();
        if (node == null) {
            return Check.met("Kubernetes has no node " + name + ", so there is nothing to taint");
        }
        return Taints.has(node, Taints.FAILED)
                ? Check.met(name + " is tainted " + Taints.FAILED.getKey())
                : Check.notYet(name + " does not have the taint " + Taints.FAILED.getKey());
    }

    @Override
    public void perform(Run run) {
        Taints.add(run.cluster().kubernetes(), run.get(RecoveryFacts.NODE).value(), Taints.FAILED);
    }
}
