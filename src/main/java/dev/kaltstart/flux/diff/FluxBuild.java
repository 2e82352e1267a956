package dev.kaltstart.flux.diff;

import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Redaction;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets the command line of Flux build a Kustomization from files, as the controller would, without asking the cluster. It
 * reads nothing but the files of the tree, and opens no connection: what a manifest fetches from elsewhere does not build.
 */
record FluxBuild(Shell shell, Path tree, Path manifests) {

    /** Stands in manifests where something was that looked like a secret; unlike the mark, YAML takes it for text. */
    static final String MASKED = "kaltstart-masked-value";

    /** How Flux masks what is encrypted: as it is, in base64, and as the configuration of a registry; and how SOPS writes it. */
    private static final List<String> ENCRYPTED =
            List.of("**SOPS**", "KipTT1BTKio=", "eyJtYXNrIjoiKipTT1BTKioifQ==", "ENC[");

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern CUT = Pattern.compile("(?m)^\\[\\.\\.\\. \\d+ bytes cut \\.\\.\\.]$");
    private static final String NOBODY = "http://127.0.0.1:9";
    private static final int LONGEST = 500;

    /** What came out of it. */
    sealed interface Built {

        /** @param texts one manifest each */
        record Manifests(List<String> texts) implements Built {}

        record Failed(String message) implements Built {}
    }

    /**
     * @param directory where its manifests are, below the tree
     * @param manifest of the Kustomization itself, as JSON
     * @throws Shell.MissingTool when there is no flux, or one that is too old
     */
    Built of(FluxId id, String directory, Path manifest) {
        Path path = tree.resolve(directory.replaceFirst("^(\\./|/)+", "")).normalize();
        if (!path.startsWith(tree) || !Files.isDirectory(path)) {
            return new Built.Failed("there is no directory " + directory);
        }
        Result result = shell.run(command(id, path, manifest));
        if (result.error().contains("unknown flag: --in-memory-build")) {
            throw new Shell.MissingTool("the flux that is installed here is too old: Kaltstart needs 2.9 or newer");
        }
        if (!result.succeeded()) {
            return new Built.Failed(message(result));
        }
        if (CUT.matcher(result.output()).find()) {
            return new Built.Failed("its manifests are more than Kaltstart can read, 1 MiB");
        }
        String text = result.output().replace(Redaction.MARK, MASKED);
        return new Built.Manifests(Stream.of(text.split("(?m)^---\\s*$"))
                .filter(one -> !one.isBlank())
                .toList());
    }

    private Command command(FluxId id, Path path, Path manifest) {
        return Command.of(
                        "flux",
                        "build",
                        "kustomization",
                        id.name(),
                        "--namespace",
                        id.namespace(),
                        "--path",
                        path.toString(),
                        "--kustomization-file",
                        manifest.toString(),
                        "--dry-run",
                        // builds on disk otherwise, and then reads whatever file of this machine a manifest names
                        "--in-memory-build")
                // to flux, the working directory is all there is
                .in(tree)
                .within(PATIENCE)
                .with("HOME", manifests.toString())
                .with("HTTP_PROXY", NOBODY)
                .with("HTTPS_PROXY", NOBODY)
                .with("NO_PROXY", "")
                .with("GIT_ALLOW_PROTOCOL", "none")
                .with("GIT_CONFIG_NOSYSTEM", "1")
                .with("GIT_TERMINAL_PROMPT", "0");
    }

    private static String message(Result result) {
        String said = Stream.of(result.error(), result.output())
                .flatMap(String::lines)
                .map(line -> line.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip())
                .filter(line -> !line.isEmpty())
                .reduce((first, last) -> last)
                .orElse(result.ending() == Result.Ending.STOPPED ? "took too long" : "ended without a word");
        return said.substring(0, Math.min(said.length(), LONGEST));
    }

    static boolean encrypted(String text) {
        return ENCRYPTED.stream().anyMatch(text::contains);
    }
}
