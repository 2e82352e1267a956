package dev.kaltstart.cluster.check;

import dev.kaltstart.cluster.inventory.FileProblem;
import dev.kaltstart.cluster.inventory.Layout;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** The output of check: plain text, the same in a terminal, a pipe and a mail. */
final class CheckReport {

    private final PrintStream out;
    private final InstalledTools tools;

    CheckReport(PrintStream out, InstalledTools tools) {
        this.out = out;
        this.tools = tools;
    }

    void print(CheckedCluster cluster) {
        heading("Cluster " + cluster.name());
        new ClusterTables(out, cluster).print();
        var layout = cluster.layout();
        if (layout != null) {
            tools(layout);
        }
        var inventory = cluster.inventory();
        if (inventory != null) {
            new InventoryTables(out, inventory).print();
        }
        problems("Errors", cluster.errors());
        problems("Warnings", cluster.warnings());
        out.println();
        out.println(PlainText.text(closing(cluster)));
        out.println();
    }

    private void heading(String message) {
        out.println(PlainText.text(message));
        out.println("=".repeat(message.length()));
    }

    private void tools(Layout layout) {
        out.printf("%nTools on this machine%n");
        var table = new TextTable();
        InstalledTools.neededBy(layout).forEach(tool -> {
            var found = tools.find(tool);
            table.row(
                    tool,
                    found.isPresent() ? "yes" : "no",
                    found.map(Object::toString).orElse(""));
        });
        table.print(out);
    }

    private void problems(String title, List<FileProblem> problems) {
        if (!problems.isEmpty()) {
            out.printf("%n%s (%d)%n", title, problems.size());
            problems.forEach(problem -> out.println("  " + problem.line()));
        }
    }

    private String closing(CheckedCluster cluster) {
        if (!cluster.isGood()) {
            return cluster.inventory() == null
                    ? "Correct the errors and run check again: until then Kaltstart cannot work on this cluster."
                    : "Correct the errors and run check again: a recovery would stop at them.";
        }
        var settings = cluster.settings();
        if (settings == null) {
            return "Next: name this repository in kaltstart.yaml (kaltstart.clusters.%s.repository.checkout), start Kaltstart, and rehearse a node failure."
                    .formatted(cluster.name());
        }
        var missing = missingTools(cluster);
        return settings.twin() || missing.isEmpty()
                ? "Next: start Kaltstart and rehearse a node failure before you have one."
                : "Next: install %s on this machine; rehearsals work without.".formatted(missing);
    }

    private String missingTools(CheckedCluster cluster) {
        var layout = cluster.layout();
        return layout == null
                ? ""
                : InstalledTools.neededBy(layout).stream()
                        .filter(tool -> tools.find(tool).isEmpty())
                        .collect(Collectors.joining(", "));
    }
}
