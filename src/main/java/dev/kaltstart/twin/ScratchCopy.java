package dev.kaltstart.twin;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.twin.origin.Origin;
import dev.kaltstart.twin.origin.OriginDelta;
import dev.kaltstart.twin.seed.SeedHistory;
import dev.kaltstart.twin.tool.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A disposable copy of the repository for a rehearsal: with an invented history, and without the credentials next to
 * the real one. Its remote belongs to the twin, too.
 */
final class ScratchCopy {

    private static final Set<String> LEFT_OUT = Set.of(".git", ".private", "node_modules", "clusterconfig");
    private static final long BIGGEST = 5_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}");
    private static final String CONFIG = """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = false
            \tsymlinks = false
            [user]
            \tname = Rehearsal
            \temail = rehearsal@kaltstart.invalid
            [commit]
            \tgpgsign = false
            [remote "origin"]
            \turl = %s
            \tfetch = +refs/heads/*:refs/remotes/origin/*
            """;

    private final Inventory inventory;
    private final Path target;

    ScratchCopy(Inventory inventory, Path target) {
        this.inventory = inventory;
        this.target = target;
    }

    Path root() {
        return target;
    }

    /** The path of a repository file in the copy; a file from outside gets its own place. */
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
            // in a worktree or a submodule .git is a file that leads to the real repository
            if (!LEFT_OUT.contains(String.valueOf(file.getFileName()))
                    && attributes.isRegularFile()
                    && attributes.size() <= BIGGEST
                    && !credentials.contains(place(file))) {
                Files.copy(file, place(file));
            }
            return FileVisitResult.CONTINUE;
        }
    }

    /**
     * Gives the copy a history and makes it a clone of the twin's origin. Needs Git, else does neither.
     *
     * @param until upper limit for the time of the newest commit
     */
    void commit(Shell shell, Origin origin, Instant until) {
        try {
            git(shell, "init", "--quiet", "--template=", "--initial-branch=" + Origin.BRANCH);
            git(shell, "add", "--all");
            var tree = git(shell, "write-tree").output().strip();
            if (OBJECT.matcher(tree).matches()) {
                share(origin, tree, until);
            }
            hideCredentials();
        } catch (Shell.MissingTool notInstalled) {
            // a step that needs to commit reports the missing Git
        }
    }

    private Result git(Shell shell, String... arguments) {
        return shell.run(Command.of("git", arguments)
                .in(target)
                .within(PATIENCE)
                // set explicitly, so that Git does not search parent directories
                .with("GIT_DIR", target.resolve(".git").toString())
                .with("GIT_WORK_TREE", target.toString())
                // ignore the user's line-ending settings
                .with("GIT_CONFIG_GLOBAL", "/dev/null")
                .with("GIT_CONFIG_NOSYSTEM", "1"));
    }

    /** The objects belong to the origin; the copy borrows them. */
    private void share(Origin origin, String tree, Instant until) {
        var git = target.resolve(".git");
        origin.begin(git.resolve("objects"));
        var head = new SeedHistory(origin, origin.tree(tree), until).write();
        new OriginDelta(origin.directory()).seal();
        Scratch.write(git.resolve("objects/info/alternates"), origin.directory().resolve("objects") + "\n");
        Scratch.write(git.resolve("refs/heads").resolve(Origin.BRANCH), head + "\n");
        Scratch.write(git.resolve("config"), CONFIG.formatted(origin.directory()));
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
