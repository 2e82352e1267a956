package dev.kaltstart.cluster;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One node as its repository describes it.
 *
 * @param name in Kubernetes
 * @param hostname in Talos and etcd, as the repository writes it: {@code WK-2}, or with a domain
 * @param addresses its IP addresses, at least one, in the order of the file
 * @param mac hardware address of its first interface, lower case with colons
 * @param disk where Talos is installed: a device path, or the selector as text ({@code serial: S4EV...})
 * @param diskSerial serial number of that disk, where the repository names it
 * @param installerImage the container image Talos is installed from, without its version
 * @param bootImage URL of the image to flash, where one can be derived from the schematic
 * @param imageCommands that make the image to flash where its URL is not known, to copy into a shell
 * @param machineConfig the generated machine configuration, relative to the repository
 * @param source file and line that describe the node, for people
 */
public record Node(
        NodeName name,
        String hostname,
        Role role,
        List<String> addresses,
        @Nullable String mac,
        @Nullable String disk,
        @Nullable String diskSerial,
        @Nullable String installerImage,
        @Nullable String bootImage,
        List<String> imageCommands,
        String machineConfig,
        String source) {

    private static final int LONGEST = 253;

    /** A text with letters outside of ASCII, some of which look alike, is not compared. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");

    public Node {
        addresses = List.copyOf(addresses);
        imageCommands = List.copyOf(imageCommands);
    }

    /** A node with the same name everywhere. */
    public Node(
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
        this(
                name,
                name.value(),
                role,
                addresses,
                mac,
                disk,
                diskSerial,
                installerImage,
                bootImage,
                List.of(),
                machineConfig,
                source);
    }

    public String address() {
        return addresses.get(0);
    }

    /** The same node, found at another address for a while. */
    public Node at(IpAddress elsewhere) {
        return new Node(
                name,
                hostname,
                role,
                List.of(elsewhere.value()),
                mac,
                disk,
                diskSerial,
                installerImage,
                bootImage,
                imageCommands,
                machineConfig,
                source);
    }

    public boolean controlPlane() {
        return role == Role.CONTROL_PLANE;
    }

    /** Whether this is the node's name or host name as Kubernetes, Talos or etcd write it; ignores case. */
    public boolean isNamed(String text) {
        return isName(text) && (small(text).equals(name.value()) || small(text).equals(small(hostname)));
    }

    /** Whether this is a name of the node, with a domain that only one of the two writes. */
    public boolean isNamedInADomain(String text) {
        String longest = hostname.contains(".") ? small(hostname) : name.value();
        return isName(text) && IpAddress.parse(text).isEmpty() && oneHasTheDomain(longest, small(text));
    }

    private static boolean isName(String text) {
        return text.length() <= LONGEST && NAME.matcher(text).matches();
    }

    private static boolean oneHasTheDomain(String one, String other) {
        return one.startsWith(other + ".") || other.startsWith(one + ".");
    }

    public boolean hasAddress(String text) {
        return addresses.stream().anyMatch(address -> IpAddress.same(address, text));
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
