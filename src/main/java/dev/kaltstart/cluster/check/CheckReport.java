package dev.kaltstart.cluster.check;

import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.inventory.Ability;
import dev.kaltstart.cluster.inventory.FileProblem;
import dev.kaltstart.cluster.inventory.Layout;
import dev.kaltstart.shell.Command;
import java.io.PrintStream;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The output of check: text, the same in a terminal, a pipe and a mail except for colours. */
final class CheckReport implements CheckOutput {

    private final PrintStream out;
    private final InstalledTools tools;
    private final Colours colours;

    CheckReport(PrintStream out, InstalledTools tools, Colours colours) {
        this.out = out;
        this.tools = tools;
        this.colours = colours;
    }

    @Override
    public void note(String message) {
        out.printf("%s%n%n", message);
    }

    /** What an operator asks first comes first: can it be recovered, what is missing, then the details. */
    @Override
    public void print(CheckedCluster cluster) {
        heading("Cluster " + cluster.name());
        abilities(cluster);
        problems("Errors", colours::bad, cluster.errors());
        declare(cluster);
        out.println();
        new ClusterTables(out, cluster).print();
        var layout = cluster.layout();
        if (layout != null) {
            tools(layout);
        }
        var inventory = cluster.inventory();
        if (inventory != null) {
            new InventoryTables(out, inventory, cluster.nodes().others(inventory.nodes()), colours).print();
        }
        seenLive(cluster.nodes().seen());
        problems("Warnings", colours::doubtful, cluster.warnings());
        out.println();
        out.println(PlainText.text(closing(cluster)));
        out.println();
    }

    private void abilities(CheckedCluster cluster) {
        out.println(colours.heading("Can Kaltstart recover it?"));
        var table = TextTable.ofAnswers(colours);
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
            title("To declare in kaltstart.yaml, under clusters." + cluster.name());
            lines.forEach(line -> out.println("  " + PlainText.text(line)));
        }
    }

    private void seenLive(List<SeenNode> seen) {
        if (!seen.isEmpty()) {
            title("Seen live (%d)".formatted(seen.size()));
            var table = new TextTable().row("name", "address", "last seen", "by");
            seen.forEach(node -> {
                var machine = node.machine();
                var claim = node.claim();
                table.row(
                        node.name().value(),
                        machine != null
                                ? machine.address()
                                : claim == null ? null : String.join(", ", claim.addresses()),
                        node.lastSeen(),
                        machine == null ? "Kubernetes only" : "the machine itself");
            });
            table.print(out);
        }
    }

    private void heading(String message) {
        out.println(colours.heading(message));
        out.println(colours.heading("=".repeat(PlainText.text(message).length())));
    }

    private void title(String message) {
        out.println();
        out.println(colours.heading(message));
    }

    private void tools(Layout layout) {
        title("Tools on this machine");
        var table = TextTable.ofAnswers(colours);
        InstalledTools.neededBy(layout).forEach(tool -> {
            var found = tools.find(tool);
            table.row(
                    tool,
                    found.isPresent() ? "yes" : "no",
                    found.map(Object::toString).orElse(""));
        });
        table.print(out);
    }

    private void problems(String title, UnaryOperator<String> colour, List<FileProblem> problems) {
        if (!problems.isEmpty()) {
            out.println();
            out.println(colour.apply("%s (%d)".formatted(title, problems.size())));
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
            return "Next: %s writes a kaltstart.yaml for it. Then start Kaltstart and rehearse a node failure."
                    .formatted(Command.of(
                                    "kaltstart",
                                    "init",
                                    "--repository",
                                    cluster.repository().toString())
                            .line());
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
