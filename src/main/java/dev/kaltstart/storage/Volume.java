package dev.kaltstart.storage;

/**
 * A volume of Longhorn.
 *
 * @param claim namespace and name of the claim it belongs to; blank when it has none
 * @param wanted how many replicas it should have
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

    /** A volume that is not attached says nothing about its replicas, unless it has lost them all. */
    boolean sick() {
        return robustness.equals("faulted") || (attached() && robustness.equals("degraded"));
    }

    boolean attached() {
        return state.equals("attached");
    }

    String words() {
        return (claim.isEmpty() ? name : claim + " (" + name + ")");
    }
}
