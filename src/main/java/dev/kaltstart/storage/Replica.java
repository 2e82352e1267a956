package dev.kaltstart.storage;

/**
 * One copy of a volume.
 *
 * @param usable it is complete and has not failed since
 * @param onceHealthy it was complete at some time: what is on the disk may be all there is
 */
record Replica(String name, String volume, String node, boolean usable, boolean onceHealthy) {

    static Replica of(Crd replica) {
        boolean healthy = !replica.text("spec", "healthyAt").isEmpty();
        boolean failed = !replica.text("spec", "failedAt").isEmpty();
        return new Replica(
                replica.name(),
                replica.text("spec", "volumeName"),
                replica.text("spec", "nodeID"),
                healthy && !failed,
                healthy || !replica.text("spec", "lastHealthyAt").isEmpty());
    }
}
