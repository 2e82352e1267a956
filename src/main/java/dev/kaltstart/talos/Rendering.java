package dev.kaltstart.talos;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.shell.Command;
import java.nio.file.Path;
import java.time.Duration;

/** The render command of the repository's own tool. */
final class Rendering {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Rendering() {}

    static Command command(Inventory inventory, Node node) {
        return tool(inventory, node)
                .in(inventory.root().resolve(inventory.talosDirectory()))
                .with("SOPS_AGE_KEY_FILE", inventory.tools().ageKey().toString())
                .with("TALOSCONFIG", inventory.tools().talosconfig().toString())
                .within(LIMIT);
    }

    /** Whether the tool is installed. */
    static Command version(Inventory inventory) {
        return Command.of(inventory.tools().talosTool() == TalosTool.TALHELPER ? "talhelper" : "topf", "--version");
    }

    private static Command tool(Inventory inventory, Node node) {
        if (inventory.tools().talosTool() == TalosTool.TALHELPER) {
            return Command.of("talhelper", "genconfig");
        }
        Path folder = inventory.root().resolve(node.machineConfig()).getParent();
        String only = "^" + node.hostname().replace(".", "\\.") + "$";
        return Command.of("topf", "render", "--output", String.valueOf(folder), "--nodes-filter", only);
    }
}
