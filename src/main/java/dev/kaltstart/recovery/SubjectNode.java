package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;

/** The node that an execution is about. */
public final class SubjectNode {

    private SubjectNode() {}

    /** @throws Failure.Fatal when the inventory has no such node, so that a command would have an unknown target */
    public static Node of(Run run) {
        String name = run.subject().label();
        return run.cluster()
                .inventory()
                .find(name)
                .orElseThrow(() -> new Failure.Fatal(
                        "UNKNOWN_NODE",
                        "the inventory of " + run.cluster().name() + " has no node " + name
                                + " any more; it had one when the recovery was started"));
    }
}
