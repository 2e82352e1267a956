package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.talos.NodeFacts;
import dev.kaltstart.talos.TalosCommand;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The machines of the cluster, one round of the installation each. */
@Component
class ListMachines extends Step {

    private static final String MACHINES = "machines";

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(NodeFacts.TALOS_ANSWERS);
    }

    @Override
    public Check check(Run run) {
        List<Node> nodes = run.cluster().inventory().nodes();
        String without = nodes.stream()
                .filter(node -> !TalosCommand.isAddress(node.address()))
                .map(node -> node.name() + " has '" + node.address() + "' in " + node.source())
                .collect(Collectors.joining("; "));
        if (!without.isEmpty()) {
            throw new Failure.NeedsHuman(
                    "NO_ADDRESS",
                    "Talos has to be asked at an IP address: " + without + ". Write the addresses down, then retry");
        }
        run.setSubjects(
                MACHINES,
                nodes.stream()
                        .<Subject>map(node -> new Subject.OfNode(node.name()))
                        .toList());
        // each of them has to start from an image, whatever is still on its disk
        run.set(NodeFacts.TALOS_ANSWERS, false);
        return Check.met(CountedNoun.of(nodes.size(), "machine") + " to install: "
                + nodes.stream().map(node -> node.name().value()).collect(Collectors.joining(", ")));
    }
}
