package dev.kaltstart.talos;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.cluster.ProgramProof;
import dev.kaltstart.shell.Command;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/**
 * What it takes to install a node again. All of it is checked first, so that a person reads everything
 * that is missing at once.
 */
public record Prerequisites(List<Prerequisite> all) {

    static Prerequisites of(Cluster cluster, Node node) {
        Inventory inventory = cluster.inventory();
        return new Prerequisites(List.of(
                MachineSecrets.prove(cluster),
                address(node),
                image(inventory, node),
                renderer(cluster, node),
                program(cluster, TalosCommand.clientVersion()),
                talosconfig(inventory)));
    }

    /** Those that do not depend on the node: the secrets bundle, and the authority that its configurations are compared with. */
    public static List<Prerequisite> ofTheCluster(Cluster cluster) {
        return List.of(MachineSecrets.prove(cluster), talosconfig(cluster.inventory()));
    }

    /** For the machine configurations of all nodes: an address each, and what renders them. */
    public static List<Prerequisite> ofConfigurations(Cluster cluster) {
        List<Node> nodes = cluster.inventory().nodes();
        return Stream.concat(
                        nodes.stream().map(Prerequisites::address),
                        // one tool renders all of them
                        nodes.stream()
                                .limit(Rendering.version(cluster.inventory()).isPresent() ? 1 : nodes.size())
                                .map(node -> renderer(cluster, node)))
                .toList();
    }

    public static Prerequisite talosctl(Cluster cluster) {
        return program(cluster, TalosCommand.clientVersion());
    }

    /** Whether it is known what a node is installed from. */
    public static Prerequisite image(Cluster cluster, Node node) {
        return image(cluster.inventory(), node);
    }

    /** What was found about those in this state. */
    List<String> in(State state) {
        return all.stream()
                .filter(one -> one.state() == state)
                .map(Prerequisite::message)
                .toList();
    }

    static Prerequisite address(Node node) {
        return TalosCommand.isAddress(node.address())
                ? Prerequisite.proven(node.name() + " has the address " + node.address())
                : Prerequisite.missing("the address of " + node.name() + " is '" + node.address()
                        + "', and Talos has to be asked at an IP address: write it down in " + node.source());
    }

    private static Prerequisite image(Inventory inventory, Node node) {
        return node.bootImage() != null
                        || node.installerImage() != null
                        || !node.imageCommands().isEmpty()
                ? Prerequisite.proven("the image is known")
                : Prerequisite.unproven(node.source() + " names no image of Talos for " + node.name() + ": "
                        + FlashCommands.unknownImage(inventory, node)
                        + ", with the extensions that the node needs, and have it at hand");
    }

    private static Prerequisite renderer(Cluster cluster, Node node) {
        Inventory inventory = cluster.inventory();
        return Rendering.version(inventory)
                .map(version -> program(cluster, version))
                .orElseGet(() -> Rendering.isKept(node)
                        ? Prerequisite.proven(node.machineConfig() + " is the configuration of " + node.name())
                        : Prerequisite.unproven("no tool that Kaltstart knows makes the machine configuration: try now"
                                + " whether you can " + Rendering.byHand(inventory, node)));
    }

    private static Prerequisite program(Cluster cluster, Command version) {
        return ProgramProof.of(cluster.looking(), version);
    }

    /** What is rendered is compared with it: secrets of another cluster are noticed by that. */
    private static Prerequisite talosconfig(Inventory inventory) {
        var file = inventory.tools().talosconfig();
        if (Pki.ofTalosconfig(inventory).isPresent()) {
            return Prerequisite.proven("the certificate authority of the cluster is known");
        }
        return Files.exists(file)
                ? Prerequisite.missing("the certificate authority in " + file + " cannot be read: put back the"
                        + " talosconfig of this cluster")
                : Prerequisite.unproven("there is no " + file + " to compare a rendered configuration with: put it"
                        + " there, or make sure that rendering writes it there");
    }
}
