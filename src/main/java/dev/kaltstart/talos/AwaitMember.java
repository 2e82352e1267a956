package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** etcd counts the node again: a full member, not a learner. */
@Component
class AwaitMember extends Step {

    @Override
    protected Check check(Run run) {
        Node node = NodeFacts.node(run);
        Talos talos = Talos.of(run.cluster());
        Optional<List<EtcdMember>> members = talos.otherControlPlane(node).flatMap(talos::members);
        if (members.isEmpty()) {
            return Check.unknown("no other control plane answers for etcd");
        }
        int wanted = run.cluster().inventory().controlPlanes().size();
        long voting = members.get().stream().filter(member -> !member.learner()).count();
        boolean counted = members.get().stream().anyMatch(member -> member.is(node) && !member.learner());
        return counted && voting >= wanted
                ? Check.met(voting + " of " + wanted + " etcd members vote, " + node.name() + " among them")
                : Check.notYet(voting + " of " + wanted + " etcd members vote", (double) voting / wanted);
    }
}
