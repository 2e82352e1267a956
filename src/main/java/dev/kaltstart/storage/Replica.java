package dev.kaltstart.storage;

/**
 * One copy of a volume.
 *
 * @param disk UUID of its disk
 * @param usable it is complete and has not failed since
 * @param onceHealthy it was complete at some time, so the disk may hold the only copy
 */
record Replica(String name, String volume, String node, String disk, boolean usable, boolean onceHealthy) {

    static Replica of(Crd replica) {
        boolean healthy = !replica.text("spec", "healthyAt").isEmpty();
        boolean failed = !replica.text("spec", "failedAt").isEmpty();
        return new Replica(
                replica.name(),
                replica.text("spec", "volumeName"),
                replica.text("spec", "nodeID"),
                replica.text("spec", "diskID"),
                healthy && !failed,
                healthy || !replica.text("spec", "lastHealthyAt").isEmpty());
    }
}
