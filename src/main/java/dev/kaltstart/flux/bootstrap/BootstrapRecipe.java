package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.shell.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The recipe of the repository that installs the network, DNS and Flux: {@code bootstrap:apps} of the cluster template. */
final class BootstrapRecipe {

    /** Its loops have no end of their own. */
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private static final List<String> TASKFILES = List.of(
            ".taskfiles/bootstrap/Taskfile.yaml",
            ".taskfiles/bootstrap/Taskfile.yml",
            ".taskfiles/Bootstrap/Taskfile.yaml",
            ".taskfiles/bootstrap.yaml");
    private static final List<String> JUSTFILES = List.of(
            "bootstrap/mod.just", ".just/bootstrap.just", "bootstrap/justfile", "kubernetes/bootstrap/mod.just");
    private static final Pattern TASK = Pattern.compile("(?m)^ {2,4}[\"']?apps[\"']?:");
    private static final Pattern JUST = Pattern.compile("(?m)^apps\\b[^:=\\n]*:(?!=)");

    private BootstrapRecipe() {}

    /** Empty when the repository has none that is known. */
    static Optional<Command> of(Inventory inventory) {
        return switch (inventory.tools().runner()) {
            case TASK -> has(inventory.root(), TASKFILES, TASK) ? Optional.of(task(inventory)) : Optional.empty();
            case JUST -> has(inventory.root(), JUSTFILES, JUST) ? Optional.of(just(inventory)) : Optional.empty();
            case NONE -> Optional.empty();
        };
    }

    private static Command task(Inventory inventory) {
        return prepared(inventory, Command.of("task", "bootstrap:apps"));
    }

    private static Command just(Inventory inventory) {
        return prepared(inventory, Command.of("just", "bootstrap", "apps"));
    }

    /** The paths that the recipes set themselves. */
    private static Command prepared(Inventory inventory, Command recipe) {
        var tools = inventory.tools();
        return recipe.in(inventory.root())
                .with("KUBECONFIG", tools.kubeconfig().toString())
                .with("TALOSCONFIG", tools.talosconfig().toString())
                .with("SOPS_AGE_KEY_FILE", tools.ageKey().toString())
                .within(LIMIT);
    }

    private static boolean has(Path root, List<String> files, Pattern recipe) {
        return files.stream()
                .map(root::resolve)
                .anyMatch(file -> recipe.matcher(read(file)).find());
    }

    private static String read(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
