package dev.kaltstart.cluster.check;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.SopsRule;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.inventory.KustomizationGraph;
import dev.kaltstart.cluster.machines.NodeDraft;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prints an inventory as tables.
 *
 * @param others nodes that cannot be recovered
 */
record InventoryTables(PrintStream out, Inventory inventory, List<NodeDraft> others, Colours colours) {

    private static final int LINE = 100;

    void print() {
        nodes();
        bootImages();
        imageCommands();
        new SystemTable(out, inventory.systems(), colours).print();
        new VolumeTable(out, inventory.volumes(), colours).print();
        sops();
        flux();
        namespaces();
        reports();
    }

    private void nodes() {
        title("Nodes (%d)".formatted(inventory.nodes().size() + others.size()));
        var table = new TextTable().row("name", "role", "address", "MAC", "disk", "image");
        for (Node node : inventory.nodes()) {
            table.row(
                    named(node),
                    node.controlPlane() ? "control plane" : "worker",
                    String.join(", ", node.addresses()),
                    node.mac(),
                    node.disk(),
                    shortened(node.installerImage()));
        }
        for (NodeDraft node : others) {
            var role = node.role();
            table.row(
                    node.label(),
                    role == null ? "?" : role == Role.CONTROL_PLANE ? "control plane" : "worker",
                    node.addresses().isEmpty() ? "?" : String.join(", ", node.addresses()),
                    node.mac(),
                    node.disk(),
                    shortened(node.image().installer()));
        }
        table.print(out);
    }

    private void imageCommands() {
        var commands = new LinkedHashMap<List<String>, List<String>>();
        Stream.concat(
                        inventory.nodes().stream()
                                .filter(node -> node.bootImage() == null)
                                .map(node -> Map.entry(
                                        node.imageCommands(), node.name().value())),
                        others.stream()
                                .filter(node -> node.image().boot() == null)
                                .map(node -> Map.entry(node.image().commands(), node.label())))
                .forEach(entry -> commands.computeIfAbsent(entry.getKey(), any -> new ArrayList<>())
                        .add(entry.getValue()));
        commands.forEach((lines, names) -> {
            title(lines.isEmpty() ? "Without an image" : "To make an image");
            lines.forEach(line -> out.println("  " + PlainText.text(line)));
            wrapped("    for ", names);
        });
    }

    private void bootImages() {
        var nodes = new TreeMap<String, List<String>>(inventory.nodes().stream()
                .filter(node -> node.bootImage() != null)
                .collect(Collectors.groupingBy(
                        node -> String.valueOf(node.bootImage()),
                        Collectors.mapping(node -> node.name().value(), Collectors.toList()))));
        if (!nodes.isEmpty()) {
            title("Images to flash");
            nodes.forEach((image, names) -> {
                out.println("  " + PlainText.text(image));
                wrapped("    for ", names);
            });
        }
    }

    private void sops() {
        title("SOPS: %d rules, %d files"
                .formatted(inventory.sopsRules().size(), inventory.sopsFiles().size()));
        var table = new TextTable();
        for (SopsRule rule : inventory.sopsRules()) {
            table.row(
                    rule.source(),
                    rule.pathRegex() == null ? "every file" : rule.pathRegex(),
                    rule.recipients().stream().map(InventoryTables::shortened).collect(Collectors.joining(", ")));
        }
        table.print(out);
        inventory.sopsFiles().forEach(file -> out.println("  " + PlainText.text(file.toString())));
    }

    private void flux() {
        var graph = new KustomizationGraph(inventory.kustomizations());
        title("Flux");
        new TextTable()
                .row("installed by", bootstrap())
                .row("Kustomizations", String.valueOf(inventory.kustomizations().size()))
                .row("longest chain", String.valueOf(graph.depth()))
                .row("no dependencies", String.valueOf(graph.roots().size()))
                .print(out);
        wrapped("    ", graph.roots());
    }

    private String bootstrap() {
        return switch (inventory.bootstrap()) {
            case FLUX_OPERATOR -> "flux-operator";
            case FLUX_BOOTSTRAP -> "flux bootstrap";
            case UNKNOWN -> "unknown";
        };
    }

    private void namespaces() {
        title("Namespaces (%d)".formatted(inventory.namespaces().size()));
        wrapped("  ", inventory.namespaces());
    }

    private void reports() {
        title("Reports go into");
        var plan = inventory.reportFiles().improvementPlan();
        new TextTable()
                .row("changelog", file(inventory.reportFiles().changelog()))
                .row("improvement plan", plan == null ? null : plan.toString())
                .print(out);
    }

    private String file(Path file) {
        return Files.exists(inventory.root().resolve(file)) ? file.toString() : file + " (to be created)";
    }

    private void title(String words) {
        out.println();
        out.println(colours.heading(words));
    }

    private void wrapped(String indent, List<String> words) {
        var line = new StringBuilder(indent);
        for (String word : words) {
            if (line.length() > indent.length() && line.length() + word.length() > LINE) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(indent.length()));
            }
            line.append(PlainText.text(word)).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }

    /** The first characters identify a key or a schematic; the whole text would fill the terminal. */
    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= 48 ? text : text.substring(0, 44) + "...";
    }

    private static String named(Node node) {
        String name = node.name().value();
        return node.hostname().equals(name) ? name : name + " (in Talos " + node.hostname() + ")";
    }
}
