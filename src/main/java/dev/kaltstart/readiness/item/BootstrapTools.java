package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.FluxBootstrap;
import dev.kaltstart.shell.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The programs that the recipe of a repository runs to install Flux. It can name none but those that are known here. */
final class BootstrapTools {

    private static final List<String> KNOWN =
            List.of("helmfile", "helm", "kubectl", "kustomize", "yq", "jq", "minijinja-cli", "flux", "op", "gum");

    private static final List<String> RECIPES = List.of(
            "scripts/bootstrap-apps.sh",
            "scripts/bootstrap-cluster.sh",
            "scripts/lib/common.sh",
            ".taskfiles/bootstrap/Taskfile.yaml",
            ".taskfiles/Bootstrap/Taskfile.yaml",
            "bootstrap/mod.just",
            ".just/bootstrap.just",
            "kubernetes/bootstrap/mod.just",
            "bootstrap/helmfile.yaml");

    private static final int LARGEST = 256 * 1024;

    private BootstrapTools() {}

    static Set<String> of(Inventory inventory) {
        var needed = new TreeSet<>(List.of("kubectl", "sops", "age-keygen"));
        switch (inventory.tools().runner()) {
            case TASK -> needed.add("task");
            case JUST -> needed.add("just");
            case NONE -> {
                // a person types the commands
            }
        }
        if (inventory.bootstrap() == FluxBootstrap.FLUX_BOOTSTRAP) {
            needed.add("flux");
        }
        RECIPES.stream()
                .map(recipe -> text(inventory.root().resolve(recipe)))
                .flatMap(BootstrapTools::called)
                .forEach(needed::add);
        return needed;
    }

    /** As a word of its own, at the beginning of a command or in a list of programs. */
    private static Stream<String> called(String recipe) {
        return KNOWN.stream()
                .filter(program -> Pattern.compile("(?m)(?<![\\w./-])" + program + "(?=[ \\t\"'}]|$)")
                        .matcher(recipe)
                        .find());
    }

    private static String text(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LARGEST
                    ? withoutComments(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String withoutComments(String text) {
        return text.replaceAll("(?m)^\\s*#.*$", "");
    }

    /** How a program is asked for its version without a cluster and without the network. */
    static Command version(String program) {
        return switch (program) {
            case "talosctl", "kubectl" -> Command.of(program, "version", "--client");
            case "kustomize", "helm" -> Command.of(program, "version");
            case "sops" ->
                // otherwise it asks the network for a newer one
                Command.of(program, "--version").with("SOPS_DISABLE_VERSION_CHECK", "true");
            default -> Command.of(program, "--version");
        };
    }
}
