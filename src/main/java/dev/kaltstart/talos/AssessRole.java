package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What the node is to its cluster, and whether etcd keeps its majority without it. */
@Component
class AssessRole extends Step {

    @Override
    protected Check check(Run run) {
        Node node = NodeFacts.node(run);
        run.set(NodeFacts.CONTROL_PLANE, node.controlPlane());
        run.set(NodeFacts.WIPED, false);
        rememberMachine(run, node);
        if (!node.controlPlane()) {
            return known(run, false, "a worker: etcd does not depend on it");
        }
        if (run.cluster().inventory().controlPlanes().size() == 1) {
            return known(run, true, "the only control plane: without it there is no etcd");
        }
        return quorum(run, node);
    }

    private static Check quorum(Run run, Node node) {
        Talos talos = Talos.of(run.cluster());
        List<Node> living = run.cluster().inventory().controlPlanes().stream()
                .filter(other -> !other.name().equals(node.name()))
                .filter(other -> talos.members(other).isPresent())
                .toList();
        if (living.isEmpty()) {
            return known(run, true, "no other control plane answers for etcd");
        }
        int members = talos.members(living.get(0)).map(List::size).orElse(0);
        int majority = members / 2 + 1;
        String words =
                living.size() + " of " + members + " etcd members answer without it, " + majority + " are needed";
        return known(run, living.size() < majority, words);
    }

    private static Check known(Run run, boolean quorumLost, String words) {
        run.set(NodeFacts.QUORUM_LOST, quorumLost);
        run.set(NodeFacts.QUORUM_WORDS, words);
        return Check.met(words);
    }

    /** While the Kubernetes API lives it still knows which machine this was. */
    private static void rememberMachine(Run run, Node node) {
        try {
            Optional.ofNullable(run.cluster()
                            .kubernetes()
                            .nodes()
                            .withName(node.name().value())
                            .get())
                    .map(object -> object.getStatus())
                    .map(status -> status.getNodeInfo())
                    .map(info -> info.getSystemUUID())
                    .ifPresent(uuid -> run.set(NodeFacts.MACHINE_UUID, uuid));
        } catch (KubernetesClientException e) {
            // with the only control plane the API is gone too; the machine is then named by a person
        }
    }
}
