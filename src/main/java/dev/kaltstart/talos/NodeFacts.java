package dev.kaltstart.talos;

import dev.kaltstart.engine.Fact;

/** What the assessment found out about the node. */
final class NodeFacts {

    static final Fact<Boolean> CONTROL_PLANE = Fact.flag("controlPlane");

    /** etcd could not decide anything without this node. */
    static final Fact<Boolean> QUORUM_LOST = Fact.flag("quorumLost");

    static final Fact<String> QUORUM_WORDS = Fact.text("quorumWords");

    /** Begins with alive, slow or dead. */
    static final Fact<String> FIRST_PROBE = Fact.text("firstProbe");

    /** Dead in both probes. */
    static final Fact<Boolean> NODE_DEAD = Fact.flag("nodeDead");

    /** Talos accepts commands on the node, whatever Kubernetes says. */
    static final Fact<Boolean> TALOS_ANSWERS = Fact.flag("talosAnswers");

    /** {@code yes} once a machine without a configuration was seen at the address of the node; a text, for it may be unknown. */
    static final Fact<String> MAINTENANCE_SEEN = Fact.text("maintenanceSeen");

    static final Fact<String> PROBE_WORDS = Fact.text("probeWords");

    private NodeFacts() {}
}
