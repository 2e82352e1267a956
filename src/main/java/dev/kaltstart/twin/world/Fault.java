package dev.kaltstart.twin.world;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be ordered to be wrong with a twin. */
public enum Fault {
    /** Kubelet and Talos are silent; the machine stays off until somebody flashes it. */
    NODE_DEAD,
    /** The kubelet is silent; Talos answers. */
    KUBELET_DEAD,
    /** The kubelet is silent when it is first looked at, and comes back by itself. */
    NODE_SLOW,
    /** A disruption budget allows no eviction of a pod of the node. */
    DRAIN_BLOCKED,
    /** Such a budget frees itself some minutes after the first refusal. */
    DRAIN_BLOCKED_ONCE,
    /** A volume has its only healthy replica on the node. */
    LAST_REPLICA,
    /** A pod of the node has no owner: nobody would make it anew. */
    POD_WITHOUT_OWNER,
    /** {@code talosctl reset} wipes and never returns. */
    RESET_HANGS,
    /** The machine that boots after the flash is another one. */
    OTHER_MACHINE,
    /** Every few calls the Kubernetes API fails or drops the connection. */
    API_FLAPPING,
    /** {@code talhelper genconfig} makes a new PKI. */
    RENDER_OTHER_PKI,
    /** So many control planes are off that etcd has no majority. */
    ETCD_QUORUM_LOST;

    private static final Set<Fault> NODE_STATES = EnumSet.of(NODE_DEAD, KUBELET_DEAD, NODE_SLOW);

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException for a word that is no fault */
    static Fault of(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the twin has no fault '" + word + "'; it knows "
                        + Arrays.stream(values()).map(Fault::word).collect(Collectors.joining(", "))));
    }

    /**
     * The faults of an order. Where there is a subject and nothing says in which state it is, it is dead; it still
     * answers to Talos when the order needs somebody there to reset.
     *
     * @throws IllegalArgumentException for a word that is no fault
     */
    public static Set<Fault> ordered(List<String> words, boolean subject) {
        var faults = EnumSet.noneOf(Fault.class);
        words.forEach(word -> faults.add(of(word)));
        if (subject && faults.stream().noneMatch(NODE_STATES::contains)) {
            faults.add(faults.contains(RESET_HANGS) ? KUBELET_DEAD : NODE_DEAD);
        }
        return faults;
    }
}
