package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.RecoveryFacts;

/** What is found out about the failed node. */
public final class NodeFacts {

    public static final Fact<Boolean> CONTROL_PLANE = Fact.flag("controlPlane");

    /** Without this node etcd has no majority: nothing here may be removed. */
    public static final Fact<Boolean> QUORUM_LOST = Fact.flag("quorumLost");

    public static final Fact<String> QUORUM_WORDS = Fact.text("quorumWords");

    /** SMBIOS UUID of the machine, as the kubelet reported it while it lived. */
    public static final Fact<String> MACHINE_UUID = Fact.text("machineUuid");

    /** The UUID that a person stated for a new or unknown machine. */
    public static final Fact<String> NEW_MACHINE_UUID = Fact.text("newMachineUuid");

    public static final Fact<String> FIRST_PROBE = Fact.text("firstProbe");
    public static final Fact<Boolean> NODE_DEAD = Fact.flag("nodeDead");
    public static final Fact<Boolean> TALOS_ANSWERS = Fact.flag("talosAnswers");

    /** A person has confirmed that the machine has no power. */
    public static final Fact<Boolean> POWERED_OFF = Fact.flag("poweredOff");

    /** Talos was wiped by us, so the machine comes back in maintenance mode by itself. */
    public static final Fact<Boolean> WIPED = Fact.flag("wiped");

    private NodeFacts() {}

    public static Node node(Run run) {
        var name = run.get(RecoveryFacts.NODE);
        return run.cluster()
                .inventory()
                .node(name)
                .orElseThrow(() -> new Failure.Fatal(
                        "UNKNOWN_NODE",
                        "the inventory has no node " + name + " any more; was the repository changed?"));
    }

    /** The UUID the machine must have: what a person stated for it counts more than what was once recorded. */
    static java.util.Optional<String> expectedUuid(Facts facts) {
        return facts.find(NEW_MACHINE_UUID)
                .filter(uuid -> !uuid.isBlank())
                .or(() -> facts.find(MACHINE_UUID))
                .map(uuid -> uuid.strip().toLowerCase(java.util.Locale.ROOT));
    }
}
