package dev.kaltstart.talos;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.talos.Prerequisite.State;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/**
 * What it takes to install a node again. All of it is checked first, so that a person reads everything
 * that is missing at once.
 */
record Prerequisites(List<Prerequisite> all) {

    private static final Duration LIMIT = Duration.ofSeconds(20);

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
        String name = version.program();
        try {
            Result result = cluster.looking().run(version.within(LIMIT));
            if (result.succeeded()) {
                return Prerequisite.proven(name + " runs");
            }
            return result.ending() == Result.Ending.EXITED
                    ? Prerequisite.missing("'" + version.line() + "' ends with exit code " + result.exitCode() + " ("
                            + TalosText.line(result.error()) + "): install a " + name + " that runs here")
                    : Prerequisite.unknown("'" + version.line() + "' does not answer in time");
        } catch (Shell.MissingTool e) {
            return Prerequisite.missing(String.valueOf(e.getMessage()));
        }
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
