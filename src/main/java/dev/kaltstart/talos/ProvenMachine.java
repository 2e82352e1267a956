package dev.kaltstart.talos;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.SeenNode.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether the machine at an address is a certain node, from its own mouth: it answers over the Talos API with a
 * certificate of the cluster's CA, and calls itself by the name of the node. Only reads.
 *
 * @param machine null when it has not proved to be the node
 * @param message why not; empty when it has
 */
public record ProvenMachine(@Nullable Machine machine, String message) {

    /** What a vendor prints on a disk; nothing that ends a line or a quotation. */
    private static final Pattern SERIAL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9 ._:+/-]{0,62}[A-Za-z0-9])?");

    private static final int LONGEST_PATH = 200;

    /**
     * @param now when it is asked
     * @throws Cluster.UnusableCredentials when the talosconfig cannot be used
     */
    public static ProvenMachine at(Cluster cluster, NodeName name, IpAddress address, Instant now) {
        var talos = new Talos(cluster);
        var target = target(name, address);
        var itsName = talos.nodeName(target);
        if (!itsName.given()) {
            return unproven(address, itsName.message());
        }
        if (itsName.value().filter(name::equals).isEmpty()) {
            return unproven(
                    address,
                    "is the node " + itsName.value().map(NodeName::value).orElse("?"));
        }
        var role = talos.role(target);
        return role.value()
                .map(known -> new ProvenMachine(machine(talos, target, known, now), ""))
                .orElseGet(() -> unproven(address, role.message()));
    }

    /**
     * Whichever node the machine at an address is; empty when it proves to be none.
     *
     * @throws Cluster.UnusableCredentials when the talosconfig cannot be used
     */
    public static Optional<SeenNode> anyAt(Cluster cluster, IpAddress address, Instant now) {
        return new Talos(cluster)
                .nodeName(target(address))
                .value()
                .flatMap(name -> Optional.ofNullable(
                                at(cluster, name, address, now).machine())
                        .map(machine -> new SeenNode(name, null, machine, "")));
    }

    private static ProvenMachine unproven(IpAddress address, String message) {
        return new ProvenMachine(null, "the machine at " + address.value() + " " + message);
    }

    private static Machine machine(Talos talos, Node target, Role role, Instant now) {
        var disk = talos.systemDisk(target).value();
        var macs = talos.connectedMacs(target).value().orElse(List.of());
        return new Machine(
                now,
                talos.hostname(target)
                        .value()
                        .flatMap(name -> name)
                        .filter(hostname -> target.isNamed(hostname) || target.isNamedInADomain(hostname))
                        .orElse(target.name().value()),
                role,
                target.address(),
                talos.uuid(target).value().orElse(null),
                // with two cards in use, it is unknown which one is meant
                macs.size() == 1 ? macs.get(0) : null,
                disk.map(SystemDisk::path)
                        .filter(path -> path.length() <= LONGEST_PATH)
                        .orElse(null),
                disk.map(SystemDisk::serial)
                        .filter(serial -> SERIAL.matcher(serial).matches())
                        .orElse(null),
                Optional.of(talos.version(target))
                        .flatMap(Answer::value)
                        .filter(SeenNode::isVersion)
                        .orElse(null));
    }

    /** For a question to whoever is at an address. */
    static Node target(IpAddress address) {
        return target(new NodeName("any"), address);
    }

    /** Only its address counts for a question. */
    private static Node target(NodeName name, IpAddress address) {
        return new Node(name, Role.WORKER, List.of(address.value()), null, null, null, null, null, "", "");
    }
}
