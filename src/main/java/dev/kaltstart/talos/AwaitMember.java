package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import org.springframework.stereotype.Component;

/** Waits until the node is a voting member of etcd and no unexpected member is left. */
@Component
class AwaitMember extends Step {

    @Override
    public Check check(Run run) {
        Node node = SubjectNode.of(run);
        return Quorum.without(node, new Talos(run.cluster()))
                .map(quorum -> judge(run, node, quorum.members()))
                .orElseGet(() -> Check.unknown("no other control plane lists the etcd members"));
    }

    private static Check judge(Run run, Node node, EtcdMembers members) {
        int wanted = run.cluster().inventory().controlPlanes().size();
        int count = members.list().size();
        var own = members.of(node);
        if (own.isEmpty()) {
            return Check.notYet(node.name() + " has not joined etcd yet: " + count + " of " + wanted + " members");
        }
        if (own.stream().anyMatch(EtcdMembers.Member::learner)) {
            return Check.notYet(node.name() + " is a learner in etcd: it is still syncing and cannot vote yet");
        }
        return count == wanted && own.size() == 1
                ? Check.met(node.name() + " votes in etcd, which has all " + wanted + " members")
                : Check.notYet("etcd has " + count + " members, the inventory has " + wanted + " control planes: "
                        + members.list());
    }
}
