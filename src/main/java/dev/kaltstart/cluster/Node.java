package dev.kaltstart.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node as its repository describes it.
 *
 * @param addresses its IP addresses, at least one, in the order of the file
 * @param mac hardware address of its first interface, lower case with colons
 * @param disk where Talos is installed: a device path, or the selector as text ({@code serial: S4EV...})
 * @param diskSerial serial number of that disk, where the repository names it
 * @param installerImage the container image Talos is installed from, without its version
 * @param bootImage URL of the image to flash, where one can be derived from the schematic
 * @param machineConfig the generated machine configuration, relative to the repository
 * @param source file and line that describe the node, for people
 */
public record Node(
        NodeName name,
        Role role,
        List<String> addresses,
        @Nullable String mac,
        @Nullable String disk,
        @Nullable String diskSerial,
        @Nullable String installerImage,
        @Nullable String bootImage,
        String machineConfig,
        String source) {

    public Node {
        addresses = List.copyOf(addresses);
    }

    public String address() {
        return addresses.get(0);
    }

    public boolean controlPlane() {
        return role == Role.CONTROL_PLANE;
    }
}
