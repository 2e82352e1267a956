package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.talos.Answer;
import dev.kaltstart.talos.Talos;
import java.util.ArrayList;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Waits for the first control plane whose etcd can be bootstrapped. The others join it. */
@Component
class AwaitControlPlane extends Step {

    static final String WAITS_FOR_BOOTSTRAP = "Preparing";
    static final String RUNS = "Running";

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(LossFacts.FIRST_CONTROL_PLANE);
    }

    @Override
    public Check check(Run run) {
        var talos = new Talos(run.cluster());
        var states = new ArrayList<String>();
        Node first = null;
        for (Node node : run.cluster().inventory().controlPlanes()) {
            Answer<String> state = talos.etcdState(node);
            if (state.value().filter(RUNS::equals).isPresent()
                    && talos.members(node).given()) {
                run.set(LossFacts.FIRST_CONTROL_PLANE, node.name());
                return Check.met("etcd runs on " + node.name() + " already");
            }
            if (first == null
                    && state.value().filter(WAITS_FOR_BOOTSTRAP::equals).isPresent()) {
                first = node;
            }
            states.add(node.name() + " "
                    + state.value().map("has etcd in the state "::concat).orElseGet(state::message));
        }
        if (first == null) {
            return Check.notYet("no control plane is ready to be bootstrapped yet: " + String.join("; ", states));
        }
        run.set(LossFacts.FIRST_CONTROL_PLANE, first.name());
        return Check.met(first.name() + " is installed, and its etcd waits to be bootstrapped");
    }
}
