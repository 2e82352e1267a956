package dev.kaltstart.cluster.check;

import dev.kaltstart.cluster.inventory.Ability;
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

    /** What an operator asks first comes first: can it be recovered, what is missing, then the details. */
    void print(CheckedCluster cluster) {
        heading("Cluster " + cluster.name());
        abilities(cluster);
        problems("Errors", cluster.errors());
        declare(cluster);
        out.println();
        new ClusterTables(out, cluster).print();
        var layout = cluster.layout();
        if (layout != null) {
            tools(layout);
        }
        var inventory = cluster.inventory();
        if (inventory != null) {
            new InventoryTables(out, inventory, cluster.nodes().others(inventory.nodes())).print();
        }
        problems("Warnings", cluster.warnings());
        out.println();
        out.println(PlainText.text(closing(cluster)));
        out.println();
    }

    private void abilities(CheckedCluster cluster) {
        out.println("Can Kaltstart recover it?");
        var table = new TextTable();
        cluster.abilities().forEach(ability -> table.row(ability.disaster(), answer(ability)));
        table.print(out);
    }

    private static String answer(Ability ability) {
        if (!ability.can()) {
            return "no, because " + ability.because();
        }
        return ability.because().isEmpty() ? "yes" : "yes, except where this is not known: " + ability.because();
    }

    private void declare(CheckedCluster cluster) {
        var lines = cluster.nodes().toDeclare();
        if (!lines.isEmpty()) {
            out.printf("%nTo declare in kaltstart.yaml, under clusters.%s%n", cluster.name());
            lines.forEach(line -> out.println("  " + PlainText.text(line)));
        }
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
        if (!cluster.isUsable()) {
            return "Correct the errors and run check again: until then Kaltstart cannot work on this cluster.";
        }
        if (!cluster.errors().isEmpty()) {
            return "Correct the errors and run check again: a recovery could stop at them.";
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
