package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import org.springframework.stereotype.Component;

/** The node is a member of the cluster again and its network is up. */
@Component
class AwaitJoin extends Step {

    @Override
    protected Check check(Run run) {
        return Nodes.find(run)
                .map(node -> {
                    if (!Nodes.ready(node)) {
                        return Check.notYet("registered, not Ready");
                    }
                    if (Nodes.condition(node, "NetworkUnavailable", "True")) {
                        return Check.notYet("Ready, but without a network");
                    }
                    return Check.met(
                            "Ready, kubelet " + node.getStatus().getNodeInfo().getKubeletVersion());
                })
                .orElseGet(() -> Check.notYet("not registered with Kubernetes"));
    }
}
