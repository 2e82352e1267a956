package dev.kaltstart.storage;

/**
 * A Longhorn volume.
 *
 * @param claim namespace and name of its claim; blank when it has none
 * @param wanted the desired number of replicas
 * @param attachedTo the node; blank when it is detached
 * @param offlineRebuilding {@code enabled}, {@code disabled}, or what the setting says; since Longhorn 1.9
 */
record Volume(
        String name,
        String claim,
        String state,
        String robustness,
        int wanted,
        String attachedTo,
        String offlineRebuilding) {

    static Volume of(Crd volume) {
        String pvc = volume.text("status", "kubernetesStatus", "pvcName");
        String namespace = volume.text("status", "kubernetesStatus", "namespace");
        return new Volume(
                volume.name(),
                pvc.isEmpty() ? "" : namespace + "/" + pvc,
                volume.text("status", "state"),
                volume.text("status", "robustness"),
                volume.number("spec", "numberOfReplicas"),
                volume.text("status", "currentNodeID"),
                volume.text("spec", "offlineRebuilding"));
    }

    /**
     * Longhorn judges an attached volume, and calls one {@code unknown} whose engine it does not hear. A detached one has
     * no valid status unless it is faulted.
     */
    boolean sick() {
        return robustness.equals("faulted") || (attached() && !robustness.equals("healthy"));
    }

    /** @param setting whether Longhorn rebuilds detached volumes that say nothing themselves */
    boolean rebuiltOffline(boolean setting) {
        return offlineRebuilding.equals("enabled") || (setting && !offlineRebuilding.equals("disabled"));
    }

    boolean attached() {
        return state.equals("attached");
    }

    String label() {
        return (claim.isEmpty() ? name : claim + " (" + name + ")");
    }
}
