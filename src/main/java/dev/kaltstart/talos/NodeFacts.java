package dev.kaltstart.talos;

import dev.kaltstart.engine.Fact;

/** Results of the assessment of the node. */
public final class NodeFacts {

    static final Fact<Boolean> CONTROL_PLANE = Fact.flag("controlPlane");

    /** etcd has no quorum without this node. */
    static final Fact<Boolean> QUORUM_LOST = Fact.flag("quorumLost");

    static final Fact<String> QUORUM_WORDS = Fact.text("quorumWords");

    /** Begins with alive, slow or dead. */
    static final Fact<String> FIRST_PROBE = Fact.text("firstProbe");

    /** Dead in both probes. */
    static final Fact<Boolean> NODE_DEAD = Fact.flag("nodeDead");

    /** Talos accepts commands on the node, independent of its state in Kubernetes. */
    public static final Fact<Boolean> TALOS_ANSWERS = Fact.flag("talosAnswers");

    /**
     * {@code yes} once a machine in maintenance mode was seen at the address of the node; a text, as it may be unknown.
     */
    static final Fact<String> MAINTENANCE_SEEN = Fact.text("maintenanceSeen");

    /** All that a later step needs is there; else a person has to confirm the rest. */
    static final Fact<Boolean> PREREQUISITES_PROVEN = Fact.flag("prerequisitesProven");

    /** That rest, one per line; blank when there is none. */
    static final Fact<String> UNPROVEN_PREREQUISITES = Fact.text("unprovenPrerequisites");

    static final Fact<String> PROBE_WORDS = Fact.text("probeWords");

    private NodeFacts() {}
}
