package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node as far as its repository describes it. Null, or no address, where the repository does not say.
 *
 * @param name in Kubernetes
 * @param hostname in Talos
 * @param machineConfig relative to the repository
 * @param source file and line that describe the node
 */
public record NodeDraft(
        @Nullable NodeName name,
        @Nullable String hostname,
        @Nullable Role role,
        List<String> addresses,
        @Nullable String mac,
        @Nullable String disk,
        @Nullable String diskSerial,
        MachineImage image,
        String machineConfig,
        String source) {

    public NodeDraft {
        addresses = List.copyOf(addresses);
    }

    /** What has to be declared before a recovery can work on this node. */
    public List<String> missing() {
        var missing = new ArrayList<String>();
        if (name == null || hostname == null) {
            missing.add("name");
        }
        if (role == null) {
            missing.add("role");
        }
        if (addresses.isEmpty()) {
            missing.add("address");
        }
        return missing;
    }

    /** The same with another source. */
    NodeDraft from(String someSource) {
        return new NodeDraft(name, hostname, role, addresses, mac, disk, diskSerial, image, machineConfig, someSource);
    }

    boolean controlPlane() {
        return role == Role.CONTROL_PLANE;
    }

    /** The name, or the place that describes the node. */
    public String label() {
        return name == null ? source : name.value();
    }

    /** @throws NullPointerException when something is missing */
    Node node() {
        return new Node(
                Objects.requireNonNull(name),
                Objects.requireNonNull(hostname),
                Objects.requireNonNull(role),
                addresses,
                mac,
                disk,
                diskSerial,
                image.installer(),
                image.boot(),
                image.commands(),
                machineConfig,
                source);
    }
}
