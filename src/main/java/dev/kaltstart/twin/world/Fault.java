package dev.kaltstart.twin.world;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The faults that a twin can be created with. */
public enum Fault {
    /** Kubelet and Talos are silent; the machine stays off until it is flashed. */
    NODE_DEAD,
    /** The kubelet is silent; Talos answers. */
    KUBELET_DEAD,
    /** The kubelet is silent at the first probe, and recovers by itself. */
    NODE_SLOW,
    /** A disruption budget allows no eviction of a pod of the node. */
    DRAIN_BLOCKED,
    /** Such a budget frees itself some minutes after the first refusal. */
    DRAIN_BLOCKED_ONCE,
    /** A volume has its only healthy replica on the node. */
    LAST_REPLICA,
    /** A pod of the node has no owner: no controller would recreate it. */
    POD_WITHOUT_OWNER,
    /** {@code talosctl reset} wipes and never returns. */
    RESET_HANGS,
    /** In maintenance mode the machine has another address than its configuration sets. */
    OTHER_ADDRESS,
    /** Talos is installed on another disk than the repository names. */
    OTHER_DISK,
    /** The machine that boots after the flash is another one. */
    OTHER_MACHINE,
    /** Every few calls the Kubernetes API fails or drops the connection. */
    API_FLAPPING,
    /** {@code talhelper genconfig} makes a new PKI. */
    RENDER_OTHER_PKI,
    /** The operator's age key does not open the machine secrets. */
    WRONG_AGE_KEY,
    /** At the address of the node etcd has a second member that was added and never started. */
    ETCD_LEFTOVER,
    /** etcd has the node at another address than the repository. */
    ETCD_MOVED,
    /** So many control planes are off that etcd has no majority. */
    ETCD_QUORUM_LOST,
    /** Every machine is gone, and with them etcd and all volumes; what was saved outside of the cluster is left. */
    CLUSTER_LOST,
    /** Others know the age key; the cluster itself is fine. */
    AGE_KEY_LEAKED,
    /** The nodes are Ready, and no pod reaches anything. */
    POD_NETWORK_DEAD,
    /** A commit takes the directory of an application away, and the line that names it; Flux prunes what it can. */
    APP_DELETED,
    /** The same, and its claims go with it, with all that is on their volumes. */
    DATA_DELETED,
    /** A commit takes a Kustomization away that eighty others hang on. */
    PARENT_DELETED,
    /** The branch is forced back to an older commit. */
    FORCE_PUSHED,
    /** A commit has a manifest that does not build. */
    BUILD_BROKEN,
    /** The key that Flux decrypts with is not in the cluster any more. */
    KEY_MISSING,
    /** A manual edit of an object in the cluster, repeated whenever Flux has reverted it. */
    EDITED_BY_HAND,
    /** A manual deletion of an object in the cluster, repeated whenever Flux has recreated it. */
    DELETED_BY_HAND,
    /** A later good commit touches the lines of the bad one. */
    REVERT_CONFLICTS,
    /** A good commit comes to the host in the moment when Kaltstart pushes; once. */
    NEWER_COMMIT,
    /** The branch is protected: only a merge of another branch, by a person, moves it. */
    PUSH_REFUSED,
    /** The kustomize-controller has no pods. */
    CONTROLLERS_DOWN,
    /** The host of the repository does not answer. */
    GIT_GONE,
    /** Two Kustomizations own the same object. */
    OWNERS_CLASH,
    /** A commit changes a release, and the webhook that has to admit it does not answer. */
    WEBHOOK_SILENT,
    /** A commit makes two Kustomizations wait for each other. */
    DEPENDENCY_CIRCLE,
    /** A Kustomization is suspended on purpose. */
    SUSPENDED_BY_OPERATOR,
    /** A namespace was deleted, and something in it has a finalizer without a controller. */
    NAMESPACE_STUCK;

    private static final Set<Fault> NODE_STATES = EnumSet.of(NODE_DEAD, KUBELET_DEAD, NODE_SLOW);
    private static final Set<Fault> DRIFTS = EnumSet.of(
            CLUSTER_LOST,
            AGE_KEY_LEAKED,
            APP_DELETED,
            DATA_DELETED,
            PARENT_DELETED,
            FORCE_PUSHED,
            BUILD_BROKEN,
            KEY_MISSING,
            EDITED_BY_HAND,
            DELETED_BY_HAND,
            CONTROLLERS_DOWN,
            GIT_GONE,
            OWNERS_CLASH,
            WEBHOOK_SILENT,
            DEPENDENCY_CIRCLE);

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
     * answers to Talos when the order needs a node to reset.
     *
     * @param otherwise what is wrong with the repository, where no word says so; blank for nothing
     * @throws IllegalArgumentException for a word that is no fault
     */
    public static Set<Fault> ordered(List<String> words, String otherwise, boolean subject) {
        var faults = EnumSet.noneOf(Fault.class);
        words.forEach(word -> faults.add(of(word)));
        if (subject && faults.stream().noneMatch(NODE_STATES::contains)) {
            faults.add(faults.contains(RESET_HANGS) ? KUBELET_DEAD : NODE_DEAD);
        }
        if (!otherwise.isBlank() && faults.stream().noneMatch(DRIFTS::contains)) {
            faults.add(of(otherwise));
        }
        return faults;
    }
}
