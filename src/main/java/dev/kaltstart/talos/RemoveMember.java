package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Preview;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.shell.Command;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes a dead control plane off the list of etcd members, so that the majority is counted without it. */
@Component
class RemoveMember extends Step.Destructive {

    @Override
    protected Check check(Run run) {
        Node node = NodeFacts.node(run);
        return members(run, node)
                .map(members -> members.stream().anyMatch(member -> member.is(node))
                        ? Check.notYet("still one of " + members.size() + " etcd members")
                        : Check.met("not an etcd member; " + members.size() + " remain"))
                .orElseGet(() -> Check.unknown("no other control plane answers for etcd"));
    }

    @Override
    protected Check identity(Run run) {
        Node node = NodeFacts.node(run);
        Optional<EtcdMember> member = member(run, node);
        if (member.isEmpty()) {
            return Check.unknown("no etcd member has the name " + node.name());
        }
        if (!member.get().at(node)) {
            return Check.notYet(
                    "the member " + node.name() + " is at " + member.get().peerUrls() + ", not at " + node.address());
        }
        return run.is(NodeFacts.QUORUM_LOST)
                ? Check.notYet("etcd would lose its majority: " + run.get(NodeFacts.QUORUM_WORDS))
                : Check.met("member " + member.get().id() + " is " + node.name() + " at " + node.address());
    }

    @Override
    protected void perform(Run run) {
        Talos.of(run.cluster())
                .run(removal(run)
                        .orElseThrow(() -> new Failure.Retryable("NO_MEMBER", "the etcd member cannot be found")));
    }

    @Override
    protected Preview preview(Run run) {
        Node node = NodeFacts.node(run);
        if (!node.controlPlane()) {
            return Preview.nothing();
        }
        return removal(run)
                .map(command -> Preview.of(
                        command.line(),
                        "etcd forgets the member " + node.name() + "; its data on the other members stays"))
                .orElseGet(Preview::nothing);
    }

    private static Optional<Command> removal(Run run) {
        Node node = NodeFacts.node(run);
        Talos talos = Talos.of(run.cluster());
        return member(run, node)
                .flatMap(member -> talos.otherControlPlane(node)
                        .map(other -> talos.command(other, "etcd", "remove-member", member.id())));
    }

    private static Optional<EtcdMember> member(Run run, Node node) {
        return members(run, node)
                .flatMap(members ->
                        members.stream().filter(member -> member.is(node)).findFirst());
    }

    private static Optional<List<EtcdMember>> members(Run run, Node node) {
        Talos talos = Talos.of(run.cluster());
        return talos.otherControlPlane(node).flatMap(talos::members);
    }
}
