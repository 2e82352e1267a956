package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.talos.EtcdMembers;
import dev.kaltstart.talos.Talos;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Waits until every control plane votes in etcd: before that, one more failure takes the cluster with it. */
@Component
class AwaitEtcd extends Step {

    @Override
    public Check check(Run run) {
        Node first = FirstControlPlane.of(run);
        return new Talos(run.cluster())
                .members(first)
                .value()
                .map(members -> judge(run, members))
                .orElseGet(() -> Check.unknown("etcd on " + first.name() + " does not list its members"));
    }

    private static Check judge(Run run, EtcdMembers members) {
        List<Node> nodes = run.cluster().inventory().controlPlanes();
        String missing = nodes.stream()
                .filter(node -> members.of(node).stream().allMatch(EtcdMembers.Member::learner))
                .map(node -> node.name().value())
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Check.met("all " + nodes.size() + " control planes vote in etcd")
                : Check.notYet("not voting in etcd yet: " + missing);
    }
}
