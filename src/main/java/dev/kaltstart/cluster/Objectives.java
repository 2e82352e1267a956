package dev.kaltstart.cluster;

import java.time.Duration;

/**
 * The objectives that a recovery of a cluster is measured against.
 *
 * @param controlPlane RTO until Talos and Flux are back
 * @param criticalApps RTO until the critical applications are healthy
 * @param lostConfiguration RPO of the configuration
 * @param lostData RPO of the data
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
