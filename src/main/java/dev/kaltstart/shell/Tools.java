package dev.kaltstart.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the programs that Kaltstart uses, and knows where to get them. */
public final class Tools {

    private static final Map<String, String> SOURCES = Map.ofEntries(
            Map.entry("age", "https://github.com/FiloSottile/age#installation"),
            Map.entry("age-keygen", "https://github.com/FiloSottile/age#installation"),
            Map.entry("flux", "https://fluxcd.io/flux/installation/"),
            Map.entry("git", "https://git-scm.com/downloads"),
            Map.entry("just", "https://just.systems/man/en/packages.html"),
            Map.entry("kubectl", "https://kubernetes.io/docs/tasks/tools/"),
            Map.entry("restic", "https://restic.readthedocs.io/en/stable/020_installation.html"),
            Map.entry("sops", "https://github.com/getsops/sops/releases"),
            Map.entry("talhelper", "https://budimanjojo.github.io/talhelper/latest/installation/"),
            Map.entry("talosctl", "https://www.talos.dev/latest/talos-guides/install/talosctl/"),
            Map.entry("task", "https://taskfile.dev/installation/"),
            Map.entry("topf", "https://github.com/postfinance/topf"));

    private Tools() {}

    /** Finds a program on Kaltstart's PATH. */
    public static Optional<Path> find(String program) {
        return executables(program, System.getenv().getOrDefault("PATH", "")).findFirst();
    }

    /**
     * @param program a name, or an absolute path
     * @param path directories separated by ':'
     */
    static Path require(String program, String path) {
        if (program.isEmpty() || program.startsWith("-") || (program.contains("/") && !program.startsWith("/"))) {
            // a relative path would depend on the working directory of the command
            throw new IllegalArgumentException("the program must be a name or an absolute path: '" + program + "'");
        }
        return executables(program, path).findFirst().orElseThrow(() -> missing(program, path));
    }

    private static Shell.MissingTool missing(String program, String path) {
        return candidates(program, path)
                .findFirst()
                .map(file -> new Shell.MissingTool("'" + program + "' is installed as " + file
                        + " but is not executable; make it executable and try again"))
                .orElseGet(() -> new Shell.MissingTool("'" + program + "' is not installed here; install it"
                        + source(program) + ", make sure it is on the PATH, and try again"));
    }

    private static Stream<Path> executables(String program, String path) {
        return candidates(program, path).filter(Files::isExecutable);
    }

    private static Stream<Path> candidates(String program, String path) {
        Stream<Path> all = program.startsWith("/")
                ? Stream.of(Path.of(program))
                : Stream.of(path.split(":"))
                        // an empty or relative entry would mean the working directory of the command
                        .filter(directory -> directory.startsWith("/"))
                        .map(directory -> Path.of(directory, program));
        return all.filter(Files::isRegularFile);
    }

    static String source(String program) {
        String source = SOURCES.get(program);
        return source == null ? "" : " (" + source + ")";
    }
}
