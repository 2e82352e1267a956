package dev.kaltstart.talos;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import dev.kaltstart.talos.EtcdMembers.Member;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Waits until the node is a voting member of etcd and no unexpected member is left. */
@Component
class AwaitMember extends Step {

    @Override
    public Check check(Run run) {
        Node node = SubjectNode.of(run);
        return Quorum.without(node, new Talos(run.cluster()))
                .map(quorum -> judge(run, node, quorum))
                .orElseGet(() -> Check.unknown("no other control plane lists the etcd members"));
    }

    private static Check judge(Run run, Node node, Quorum quorum) {
        EtcdMembers members = quorum.members();
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
                : Check.notYet("etcd has " + CountedNoun.of(count, "member") + ", the inventory has "
                        + CountedNoun.of(wanted, "control plane") + strangers(run, quorum, own));
    }

    /** Members of no control plane, and all that may be this node where there are several. */
    private static String strangers(Run run, Quorum quorum, List<Member> own) {
        var talos = new Talos(run.cluster());
        List<Node> nodes = run.cluster().inventory().controlPlanes();
        return quorum.members().list().stream()
                .filter(member -> (own.size() > 1 && own.contains(member))
                        || nodes.stream().noneMatch(node -> member.named(node) || member.at(node)))
                .map(member -> "; " + member.label() + ". If it is left over, remove it: "
                        + talos.removeMember(quorum.spokesman(), member).line())
                .collect(Collectors.joining());
    }
}
