package dev.kaltstart.talos;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.shell.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How the machine configuration of a node is made from the repository. */
final class Rendering {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Rendering() {}

    /** Empty when only a person can do it: with a recipe of the repository, whose secrets come from elsewhere. */
    static Optional<Command> command(Inventory inventory, Node node) {
        return tool(inventory, node)
                .map(tool -> tool.in(inventory.root().resolve(inventory.talosDirectory()))
                        .with("SOPS_AGE_KEY_FILE", inventory.tools().ageKey().toString())
                        .with("TALOSCONFIG", inventory.tools().talosconfig().toString())
                        .within(LIMIT));
    }

    /** Whether the tool is installed; empty when none is needed. */
    static Optional<Command> version(Inventory inventory) {
        return switch (inventory.tools().talosTool()) {
            case TALHELPER -> Optional.of(Command.of("talhelper", "--version"));
            case TOPF -> Optional.of(Command.of("topf", "--version"));
            default -> Optional.empty();
        };
    }

    private static Optional<Command> tool(Inventory inventory, Node node) {
        return switch (inventory.tools().talosTool()) {
            case TALHELPER -> Optional.of(Command.of("talhelper", "genconfig"));
            case TOPF -> {
                Path folder = inventory.root().resolve(node.machineConfig()).getParent();
                String only = "^" + node.hostname().replace(".", "\\.") + "$";
                yield Optional.of(
                        Command.of("topf", "render", "--output", String.valueOf(folder), "--nodes-filter", only));
            }
            default -> Optional.empty();
        };
    }

    /** Whether the repository has the configuration itself, not what it is rendered from. */
    static boolean isKept(Node node) {
        return node.source().startsWith(node.machineConfig() + ":");
    }

    /** What a person has to do, for a node that no tool renders. */
    static String byHand(Inventory inventory, Node node) {
        Path file = inventory.root().resolve(node.machineConfig());
        return "render the machine configuration of " + node.name() + " with the recipe of the repository, or decrypt"
                + " it, from " + node.source() + " into " + file + ", readable by you alone and ignored by Git";
    }
}
