package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import java.util.Optional;

/** The control plane that was found ready to be bootstrapped. */
final class FirstControlPlane {

    private FirstControlPlane() {}

    /** Empty while none was found. */
    static Optional<Node> find(Run run) {
        return run.find(LossFacts.FIRST_CONTROL_PLANE)
                .flatMap(name -> run.cluster().inventory().node(name))
                .filter(Node::controlPlane);
    }

    /** @throws Failure.Fatal when the inventory has no such control plane, so that a command would have an unknown target */
    static Node of(Run run) {
        return find(run)
                .orElseThrow(() -> new Failure.Fatal(
                        "UNKNOWN_NODE",
                        "the control plane to bootstrap is not in the inventory of "
                                + run.cluster().name() + " any more"));
    }
}
