package dev.kaltstart.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs, and knows where those come from that Kaltstart uses. */
public final class Tools {

    private static final Map<String, String> SOURCES = Map.of(
            "talosctl", "https://www.talos.dev/latest/talos-guides/install/talosctl/",
            "talhelper", "https://budimanjojo.github.io/talhelper/latest/installation/",
            "topf", "https://github.com/postfinance/topf",
            "flux", "https://fluxcd.io/flux/installation/",
            "sops", "https://github.com/getsops/sops",
            "age", "https://github.com/FiloSottile/age",
            "task", "https://taskfile.dev/installation/",
            "just", "https://just.systems/man/en/packages.html",
            "kubectl", "https://kubernetes.io/docs/tasks/tools/",
            "restic", "https://restic.readthedocs.io/en/stable/020_installation.html");

    private Tools() {}

    public static Optional<Path> find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Path require(String program) {
        if (program.contains("/") || program.startsWith("-")) {
            throw new IllegalArgumentException("a command names its program, not a path: " + program);
        }
        return find(program)
                .orElseThrow(() -> new Shell.MissingTool("'" + program + "' is not installed here, or may not be"
                        + " executed; install it" + source(program) + ", see that it is on the PATH, and try again"));
    }

    private static String source(String program) {
        String source = SOURCES.get(program);
        return source == null ? "" : " (" + source + ")";
    }
}
