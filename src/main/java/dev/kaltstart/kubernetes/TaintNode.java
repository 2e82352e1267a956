package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import org.springframework.stereotype.Component;

/** Marks the node as failed, so that whoever looks sees why it is empty; pods that tolerate a cordon stay away too. */
@Component
class TaintNode extends Step {

    @Override
    protected Check check(Run run) {
        return Nodes.find(run)
                .map(node -> Nodes.tainted(node, Nodes.FAILED)
                        ? Check.met("tainted " + Nodes.FAILED)
                        : Check.notYet("not tainted"))
                .orElseGet(() -> Check.met("Kubernetes has no such node any more"));
    }

    @Override
    protected void perform(Run run) {
        Nodes.taint(
                run,
                new TaintBuilder()
                        .withKey(Nodes.FAILED)
                        .withValue(run.recovery())
                        .withEffect("NoSchedule")
                        .build());
    }
}
