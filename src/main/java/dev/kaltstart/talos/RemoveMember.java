package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Preview;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes a member that will not come back out of etcd, told by a control plane that lives. */
@Component
class RemoveMember extends Step.Destructive {

    private static final String NOBODY = "no other control plane names the members of etcd";

    @Override
    protected Check check(Run run) {
        Node node = SubjectNode.of(run);
        return quorum(run)
                .map(quorum -> quorum.members().of(node).isEmpty()
                        ? Check.met("etcd has no member " + node.name() + "; it has "
                                + quorum.members().list().size())
                        : Check.notYet(node.name() + " is still a member of etcd"))
                .orElseGet(() -> Check.unknown(NOBODY));
    }

    @Override
    protected Check identity(Run run) {
        Node node = SubjectNode.of(run);
        Optional<Quorum> quorum = quorum(run);
        if (quorum.isEmpty()) {
            return Check.unknown(NOBODY);
        }
        List<EtcdMembers.Member> candidates = quorum.get().members().of(node);
        if (candidates.size() != 1) {
            return Check.notYet(candidates.size() + " members of etcd may be " + node.name() + ": " + candidates);
        }
        EtcdMembers.Member member = candidates.get(0);
        if (!member.named(node) || !member.at(node)) {
            return Check.notYet("the member " + member.id() + " is " + member.hostname() + " at " + member.peerUrls()
                    + ", " + node.name() + " is at " + node.addresses());
        }
        return quorum.get().holds()
                ? Check.met("member " + member.id() + " is " + node.name() + "; "
                        + quorum.get().words())
                : Check.notYet(quorum.get().words());
    }

    @Override
    protected void perform(Run run) {
        Node node = SubjectNode.of(run);
        Talos talos = new Talos(run.cluster());
        Quorum quorum = quorum(run).orElseThrow(() -> new Failure.NeedsHuman("ETCD_SILENT", NOBODY));
        quorum.members().of(node).stream()
                .filter(member -> member.named(node) && member.at(node))
                .forEach(member -> talos.order(talos.removeMember(quorum.spokesman(), member)));
    }

    @Override
    protected Preview preview(Run run) {
        Node node = SubjectNode.of(run);
        if (!node.controlPlane()) {
            return new Preview(List.of(), List.of("not done: " + node.name() + " is a worker"));
        }
        Talos talos = new Talos(run.cluster());
        return quorum(run)
                .map(quorum -> new Preview(
                        quorum.members().of(node).stream()
                                .map(member -> talos.removeMember(quorum.spokesman(), member)
                                        .line())
                                .toList(),
                        List.of(
                                "the etcd member " + node.name() + " is gone for good; the machine joins as a new one",
                                "not needed when the reset has made it leave; " + quorum.words())))
                .orElseGet(() -> new Preview(List.of(), List.of("would be refused: " + NOBODY)));
    }

    private static Optional<Quorum> quorum(Run run) {
        return Quorum.without(SubjectNode.of(run), new Talos(run.cluster()));
    }
}
