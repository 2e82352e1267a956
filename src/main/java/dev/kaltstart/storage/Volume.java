package dev.kaltstart.storage;

/**
 * A Longhorn volume.
 *
 * @param claim namespace and name of its claim; blank when it has none
 * @param wanted the desired number of replicas
 */
record Volume(String name, String claim, String state, String robustness, int wanted) {

    static Volume of(Crd volume) {
        String pvc = volume.text("status", "kubernetesStatus", "pvcName");
        String namespace = volume.text("status", "kubernetesStatus", "namespace");
        return new Volume(
                volume.name(),
                pvc.isEmpty() ? "" : namespace + "/" + pvc,
                volume.text("status", "state"),
                volume.text("status", "robustness"),
                volume.number("spec", "numberOfReplicas"));
    }

    /** A detached volume has no valid replica status, unless it is faulted. */
    boolean sick() {
        return robustness.equals("faulted") || (attached() && robustness.equals("degraded"));
    }

    boolean attached() {
        return state.equals("attached");
    }

    String label() {
        return (claim.isEmpty() ? name : claim + " (" + name + ")");
    }
}
