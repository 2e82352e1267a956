package dev.kaltstart.twin;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The repository as a rehearsal may spoil it: a copy without history, without remote, and without the credentials that
 * lie beside the real one.
 */
final class ScratchCopy {

    private static final Set<String> LEFT_OUT = Set.of(".git", ".private", "node_modules", "clusterconfig");
    private static final long BIGGEST = 5_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Inventory inventory;
    private final Path target;

    ScratchCopy(Inventory inventory, Path target) {
        this.inventory = inventory;
        this.target = target;
    }

    /** Where a file of the repository lies in the copy; one from outside gets a place of its own. */
    Path place(Path original) {
        var root = inventory.root().toAbsolutePath().normalize();
        var absolute = root.resolve(original).normalize();
        return absolute.startsWith(root)
                ? target.resolve(root.relativize(absolute).toString())
                : target.resolve(".outside").resolve(String.valueOf(absolute.getFileName()));
    }

    String relative(Path original) {
        return target.relativize(place(original)).toString();
    }

    void make() {
        var root = inventory.root().toAbsolutePath().normalize();
        try {
            Files.createDirectories(target);
            if (Files.isDirectory(root)) {
                Files.walkFileTree(root, new Copying(root));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Copying extends SimpleFileVisitor<Path> {

        private final Path root;
        private final Set<Path> credentials;

        Copying(Path root) {
            this.root = root;
            var tools = inventory.tools();
            this.credentials = Set.of(place(tools.kubeconfig()), place(tools.talosconfig()), place(tools.ageKey()));
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (LEFT_OUT.contains(String.valueOf(directory.getFileName()))
                    || target.startsWith(directory) && !directory.equals(root)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(place(directory));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile() && attributes.size() <= BIGGEST && !credentials.contains(place(file))) {
                Files.copy(file, place(file));
            }
            return FileVisitResult.CONTINUE;
        }
    }

    /** Gives the copy a history of one commit, where git is installed. */
    void commit(Shell shell) {
        try {
            for (List<String> arguments : List.of(
                    List.of("init", "--quiet", "--initial-branch=main"),
                    List.of("config", "user.name", "Rehearsal"),
                    List.of("config", "user.email", "rehearsal@kaltstart.invalid"),
                    List.of("config", "commit.gpgsign", "false"),
                    List.of("add", "--all"),
                    List.of(
                            "commit",
                            "--quiet",
                            "--allow-empty",
                            "--message",
                            "The repository as the rehearsal found it"))) {
                shell.run(Command.of("git", arguments.toArray(String[]::new))
                        .in(target)
                        .within(PATIENCE));
            }
            hideCredentials();
        } catch (Shell.MissingTool notInstalled) {
            // then nothing can be committed in the rehearsal either, and the step that wants to says so
        }
    }

    private void hideCredentials() {
        var tools = inventory.tools();
        var exclude = target.resolve(".git/info/exclude");
        if (!Files.isDirectory(target.resolve(".git"))) {
            return;
        }
        try {
            Files.createDirectories(target.resolve(".git/info"));
            Files.writeString(
                    exclude,
                    "/%s\n/%s\n/%s\n"
                            .formatted(
                                    relative(tools.kubeconfig()),
                                    relative(tools.talosconfig()),
                                    relative(tools.ageKey())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
