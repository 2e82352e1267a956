package dev.kaltstart.cluster.seen;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.SeenNode.Claim;
import dev.kaltstart.cluster.SeenNode.Machine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes as a live cluster shows them. */
public final class Seen {

    public static final Instant MONDAY = Instant.parse("2026-11-23T10:00:00Z");
    public static final Instant TUESDAY = Instant.parse("2026-11-24T10:00:00Z");
    public static final String UUID = "4c4c4544-0042-3510-8051-b7c04f4e3532";
    public static final String OTHER_UUID = "11111111-2222-3333-4444-555555555555";

    private Seen() {}

    /** As a Kaltstart with this home leaves it for {@code check}. */
    public static void copy(Path home, String cluster, SeenNode... nodes) {
        home.toFile().mkdirs();
        SeenNodesFile.in(home).write(Map.of(cluster, List.of(nodes)));
    }

    /** Its machine has proved to be the node, and Kubernetes names it. */
    public static SeenNode proven(String name, Role role, String address, Instant at) {
        return new SeenNode(new NodeName(name), claim(role, address, at), machine(name, role, address, UUID, at), "");
    }

    /** Its machine has proved to be the node, and Kubernetes does not name it. */
    public static SeenNode unclaimed(String name, Role role, String address, Instant at) {
        return new SeenNode(new NodeName(name), null, machine(name, role, address, UUID, at), "");
    }

    /** Only Kubernetes names it. */
    public static SeenNode claimed(String name, Role role, String address, Instant at) {
        return new SeenNode(
                new NodeName(name), claim(role, address, at), null, "the machine at " + address + " does not answer");
    }

    public static Claim claim(Role role, String address, Instant at) {
        return new Claim(at, role, List.of(address), "v1.36.2");
    }

    public static Machine machine(String name, Role role, String address, @Nullable String uuid, Instant at) {
        return new Machine(
                at,
                name,
                role,
                address,
                uuid == null ? null : new MachineUuid(uuid),
                "02:00:00:00:00:01",
                "/dev/nvme0n1",
                "S4EV-" + name,
                "v1.13.6");
    }
}
