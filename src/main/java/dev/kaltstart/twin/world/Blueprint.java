package dev.kaltstart.twin.world;

import org.jspecify.annotations.Nullable;

/**
 * A machine as the repository describes it.
 *
 * @param serial number of the disk Talos is installed on
 * @param configFile its machine configuration, relative to the repository
 * @param hostname in Talos, where that is not its name in Kubernetes
 * @param disk path of that disk, where the repository names one
 * @param mac of its network card, where the repository names one
 */
public record Blueprint(
        String name,
        String address,
        boolean controlPlane,
        String serial,
        String configFile,
        @Nullable String hostname,
        @Nullable String disk,
        @Nullable String mac) {}
