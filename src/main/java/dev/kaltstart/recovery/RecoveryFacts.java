package dev.kaltstart.recovery;

import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.engine.Fact;

/** Facts that every scenario knows. */
public final class RecoveryFacts {

    /** The node of a recovery that is about one. */
    public static final Fact<NodeName> NODE = Fact.of("node", NodeName::value, NodeName::new);

    /** Why it ended the way it did, for the report. */
    public static final Fact<String> OUTCOME = Fact.text("outcome");

    private RecoveryFacts() {}
}
