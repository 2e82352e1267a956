package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import org.springframework.stereotype.Component;

/** Waits until the node has rejoined Kubernetes and its pod network is ready. */
@Component
class AwaitJoin extends Step {

    @Override
    public Check check(Run run) {
        String name = SubjectNode.of(run).name().value();
        var node = run.cluster().kubernetes().nodes().withName(name).get();
        if (node == null) {
            return Check.notYet(name + " has not joined yet: pulling images and starting takes a few minutes");
        }
        Readiness readiness = Readiness.read(node);
        if (!readiness.ready()) {
            return Check.notYet(name + " has joined, " + readiness.message());
        }
        return NodeObject.networkUnavailable(node)
                ? Check.notYet(name + " is Ready, but its pod network is not up yet")
                : Check.met(name + " has joined: " + readiness.message());
    }
}
