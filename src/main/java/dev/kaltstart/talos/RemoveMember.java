package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import dev.kaltstart.talos.EtcdMembers.Member;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Removes a lost member from etcd, through a live control plane. */
@Component
class RemoveMember extends Step.Destructive {

    private static final String NOT_KNOWN = "no other control plane lists the etcd members";

    @Override
    public Check check(Run run) {
        Node node = SubjectNode.of(run);
        return quorum(run)
                .map(quorum -> quorum.members().of(node).isEmpty()
                        ? Check.met("etcd has no member " + node.name() + "; it has "
                                + quorum.members().list().size())
                        : Check.notYet(node.name() + " is still a member of etcd"))
                .orElseGet(() -> Check.unknown(NOT_KNOWN));
    }

    @Override
    public Check identity(Run run) {
        Node node = SubjectNode.of(run);
        Optional<Quorum> quorum = quorum(run);
        if (quorum.isEmpty()) {
            return Check.unknown(NOT_KNOWN);
        }
        List<Member> strangers = quorum.get().members().of(node).stream()
                .filter(member -> !belongs(member, node))
                .toList();
        if (!strangers.isEmpty()) {
            return Check.notYet(strangers(run, quorum.get(), node, strangers));
        }
        return quorum.get().holds()
                ? Check.met(members(quorum.get(), node).stream()
                                .map(Member::id)
                                .collect(Collectors.joining(", ", "member ", ""))
                        + " is " + node.name() + "; " + quorum.get().message())
                : Check.notYet(quorum.get().message());
    }

    /** A member that never started has no name yet; only its address identifies it. */
    private static boolean belongs(Member member, Node node) {
        return member.at(node) && (member.named(node) || member.hostname().isBlank());
    }

    private static String strangers(Run run, Quorum quorum, Node node, List<Member> strangers) {
        Talos talos = new Talos(run.cluster());
        return strangers.stream()
                .map(member -> "the member " + member.id() + " is "
                        + (member.hostname().isBlank() ? "without a name" : member.hostname()) + " at "
                        + String.join(", ", member.peerUrls()) + ", " + node.name() + " is at "
                        + String.join(", ", node.addresses()) + ". If it is the lost one, remove it by hand: "
                        + talos.removeMember(quorum.spokesman(), member).line())
                .collect(Collectors.joining("; "));
    }

    private static List<Member> members(Quorum quorum, Node node) {
        return quorum.members().of(node).stream()
                .filter(member -> belongs(member, node))
                .sorted(Comparator.comparing(Member::id))
                .toList();
    }

    @Override
    public Plan plan(Run run) {
        Node node = SubjectNode.of(run);
        if (!node.controlPlane()) {
            return Plan.nothing(run.subject(), node.name() + " is a worker");
        }
        Talos talos = new Talos(run.cluster());
        Quorum quorum = quorum(run).orElseThrow(() -> new Failure.NeedsHuman("ETCD_SILENT", NOT_KNOWN));
        List<Member> members = members(quorum, node);
        if (members.isEmpty()) {
            return Plan.nothing(run.subject(), "etcd has no member " + node.name() + " at " + node.addresses());
        }
        return new Plan(
                run.subject(),
                members.stream()
                        .map(member -> talos.removeMember(quorum.spokesman(), member))
                        .toList(),
                List.of(),
                List.of(
                        "the etcd member " + node.name() + " is gone for good; the machine joins as a new one",
                        "skipped if it has left etcd during the reset; " + quorum.message()));
    }

    @Override
    public void perform(Run run, Plan approved) {
        Talos talos = new Talos(run.cluster());
        approved.commands().forEach(talos::order);
    }

    private static Optional<Quorum> quorum(Run run) {
        return Quorum.without(SubjectNode.of(run), new Talos(run.cluster()));
    }
}
