package dev.kaltstart.cluster;

import java.time.Duration;

/**
 * What a recovery of a cluster is measured against.
 *
 * @param controlPlane until Talos and Flux are back
 * @param criticalApps until the critical applications are healthy
 * @param lostConfiguration how much configuration may be lost
 * @param lostData how much of the data may be lost
 */
public record Objectives(Duration controlPlane, Duration criticalApps, Duration lostConfiguration, Duration lostData) {

    public static final Objectives DEFAULT =
            new Objectives(Duration.ofHours(4), Duration.ofHours(8), Duration.ofHours(1), Duration.ofHours(24));

    /** The objectives of each cluster. */
    @FunctionalInterface
    public interface ByCluster {

        /** @throws java.util.NoSuchElementException when there is no such cluster */
        Objectives of(String cluster);
    }
}
