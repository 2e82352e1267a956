package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/**
 * Writes the files of a commit into a directory, for programs that read files. Their content is that of the repository,
 * byte for byte, as Flux sees it: no attribute converts or filters it. A symbolic link becomes a file with the link's
 * target, a submodule an empty directory: nothing in there points outside.
 *
 * @param directory used by this recovery only; keeps the newest two
 */
record TreeFiles(CloneGit git, Path directory) {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int KEPT = 2;
    // overrides the repository's attributes; without "!filter" a configured program could be run
    private static final String NO_ATTRIBUTES = "* -text !eol !filter !ident !working-tree-encoding\n";

    /** A half-written tree is never used: the directory is renamed once it is complete. */
    Path of(CommitId commit) {
        git.require(commit);
        Path whole = directory.resolve(commit.value());
        if (Files.isDirectory(whole)) {
            return whole;
        }
        try {
            Files.createDirectories(directory);
            forgetOld();
            Path growing = Files.createTempDirectory(directory, "new-");
            Path index = Files.createTempDirectory(directory, "new-index-").resolve("index");
            Files.createDirectories(git.directory().resolve("info"));
            Files.writeString(git.directory().resolve("info/attributes"), NO_ATTRIBUTES);
            run(growing, index, "read-tree", commit.value());
            run(growing, index, "checkout-index", "--all", "--quiet");
            FileSystemUtils.deleteRecursively(index.getParent());
            return Files.move(growing, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the files of " + commit + " to " + directory, e);
        }
    }

    /** The id of the content; empty when the commit has no such file. */
    Optional<String> blob(CommitId commit, String path) {
        Result found = git.look("rev-parse", "--quiet", "--verify", "--end-of-options", commit + ":" + path);
        return found.succeeded() ? Optional.of(found.output().strip()) : Optional.empty();
    }

    /**
     * Writes one content, byte for byte; its name in the repository is used for nothing.
     *
     * @param place in the directory of the clones
     * @param name a plain file name
     */
    Path write(String blob, Path place, String name) {
        try {
            Files.createDirectories(place);
            Path index = Files.createTempDirectory(place, "index-").resolve("index");
            run(place, index, "update-index", "--add", "--cacheinfo", "100644," + blob + "," + name);
            run(place, index, "checkout-index", "--all", "--quiet", "--force");
            FileSystemUtils.deleteRecursively(index.getParent());
            return place.resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + place, e);
        }
    }

    private void forgetOld() throws IOException {
        try (var all = Files.list(directory)) {
            var trees = all.sorted((one, other) -> Long.compare(
                            other.toFile().lastModified(), one.toFile().lastModified()))
                    .toList();
            int kept = 0;
            for (Path tree : trees) {
                boolean half = tree.getFileName().toString().startsWith("new-");
                if (half || ++kept >= KEPT) {
                    FileSystemUtils.deleteRecursively(tree);
                }
            }
        }
    }

    private void run(Path workTree, Path index, String... arguments) {
        Command command = git.command("-c", "core.symlinks=false", "-c", "core.protectNTFS=true")
                .plus("-c", "core.protectHFS=true", "-c", "core.autocrlf=false")
                .plus(arguments)
                .in(workTree)
                .within(PATIENCE)
                .with("GIT_INDEX_FILE", index.toString())
                .with("GIT_WORK_TREE", workTree.toString());
        Result result = git.looking().run(command);
        if (!result.succeeded()) {
            throw new GitTrouble("git " + arguments[0] + ": " + GitMessages.of(result));
        }
    }
}
