package dev.kaltstart.git;

import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/** Writes the content of one file of a commit to disk, byte for byte; its name in the repository is used for nothing. */
record OneFile(CloneGit git) {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The id of the content; empty when the commit has no such file. */
    Optional<String> blob(CommitId commit, String path) {
        Result found = git.look("rev-parse", "--quiet", "--verify", "--end-of-options", commit + ":" + path);
        return found.succeeded() ? Optional.of(found.output().strip()) : Optional.empty();
    }

    /**
     * @param directory in the directory of the clones
     * @param name a plain file name
     */
    Path write(String blob, Path directory, String name) {
        try {
            Files.createDirectories(directory);
            Path index = Files.createTempDirectory(directory, "index-").resolve("index");
            run(index, directory, "update-index", "--add", "--cacheinfo", "100644," + blob + "," + name);
            run(index, directory, "checkout-index", "--all", "--quiet", "--force");
            FileSystemUtils.deleteRecursively(index.getParent());
            return directory.resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + directory, e);
        }
    }

    private void run(Path index, Path directory, String... arguments) {
        Result result = git.looking()
                .run(git.command("-c", "core.autocrlf=false")
                        .plus(arguments)
                        .within(PATIENCE)
                        .with("GIT_INDEX_FILE", index.toString())
                        .with("GIT_WORK_TREE", directory.toString())
                        .in(directory));
        if (!result.succeeded()) {
            throw new GitTrouble("git " + arguments[0] + ": " + GitMessages.of(result));
        }
    }
}
