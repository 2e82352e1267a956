package dev.kaltstart.twin.world;

/**
 * What the repository says of a machine.
 *
 * @param serial number of the disk Talos is installed on
 * @param configFile its machine configuration, relative to the repository
 */
public record Blueprint(String name, String address, boolean controlPlane, String serial, String configFile) {}
