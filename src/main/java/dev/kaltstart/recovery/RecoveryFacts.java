package dev.kaltstart.recovery;

import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.Fact;

/** Facts that every scenario knows. */
public final class RecoveryFacts {

    /** What the recovery is about, where that is a node. */
    public static final Fact<NodeName> NODE = Fact.of("node", NodeName::value, NodeName::new);

    /** Why it ended the way it did, for the report. */
    public static final Fact<String> OUTCOME = Fact.text("outcome");

    private RecoveryFacts() {}
}
