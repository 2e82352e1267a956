package dev.kaltstart.git;

import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A checkout of a repository, through the Git command line. It reads and commits; it never pushes, fetches or enters a
 * submodule, and runs neither hooks nor signing programs of the repository.
 */
public final class GitCheckout {

    /** The trailer with the recovery of a commit. */
    public static final String TRAILER = "Kaltstart-Recovery";

    private final Shell shell;
    private final Path root;

    /**
     * @param root the top of the checkout
     * @throws GitTrouble when the directory does not exist
     */
    public GitCheckout(Shell shell, Path root) {
        this.shell = shell;
        try {
            this.root = root.toRealPath();
        } catch (IOException e) {
            throw new GitTrouble("there is no directory " + root);
        }
    }

    /** @throws GitTrouble when the directory is not a checkout */
    public Tree tree() {
        Path gitDirectory =
                Path.of(look("rev-parse", "--absolute-git-dir").output().strip());
        String status = look(
                        "status",
                        "--porcelain=v2",
                        "--branch",
                        "--no-renames",
                        "--untracked-files=no",
                        "--ignore-submodules=all")
                .output();
        return StatusLines.of(status).tree(GitOperation.in(gitDirectory).orElse(null));
    }

    /** @throws GitTrouble when the directory is not a checkout, or the file is outside of it */
    public FileState file(Path file) {
        String status = look(
                        "status",
                        "--porcelain=v2",
                        "--no-renames",
                        "--untracked-files=all",
                        "--ignored=matching",
                        "--",
                        inside(file))
                .output();
        return StatusLines.of(status).file();
    }

    /** Whether the checked out commit contains another one; false as well when that was never fetched. */
    public boolean contains(CommitId commit) {
        return shell.run(GitCommand.in(root, "merge-base", "--is-ancestor", commit.value(), "HEAD"))
                .succeeded();
    }

    /** The newest commit on any branch that has the trailer of this recovery. */
    public Optional<CommitId> find(String recovery) {
        String found = look(
                        "log",
                        "--all",
                        "--no-show-signature",
                        "--fixed-strings",
                        "--grep=" + TRAILER + ": " + recovery,
                        "--format=%H %(trailers:key=" + TRAILER + ",valueonly,separator=%x2C)",
                        "--end-of-options",
                        "--")
                .output();
        return found.lines()
                .map(line -> line.split(" ", 2))
                .filter(message -> message.length == 2 && message[1].equals(recovery))
                .map(message -> new CommitId(message[0]))
                .findFirst();
    }

    /**
     * Commits one file in its present state, and nothing else that is staged. Call {@link #find} first: this always commits.
     *
     * @return the result, also after a failure, because only a check shows whether the commit exists
     */
    public Result commit(Path file, String subject, String body, String recovery) {
        String name = inside(file);
        if (file(file) == FileState.NEW) {
            Result added = shell.run(GitCommand.in(root, "add", "--", name));
            if (!added.succeeded()) {
                return added;
            }
        }
        return shell.run(GitCommand.in(
                root,
                "commit",
                "--quiet",
                "--only",
                "--no-verify",
                // there is no prompt for a passphrase, and the repository chooses the signing program
                "--no-gpg-sign",
                "--message=" + subject,
                "--message=" + body,
                "--message=" + TRAILER + ": " + recovery,
                "--",
                name));
    }

    /** Removes an uncommitted file from the index again; ignores failures. */
    public void unstage(Path file) {
        shell.run(GitCommand.in(root, "reset", "--quiet", "--", inside(file)));
    }

    private Result look(String... arguments) {
        Result result = shell.run(GitCommand.in(root, arguments));
        if (!result.succeeded()) {
            throw new GitTrouble("git " + arguments[0] + " in " + root + ": "
                    + (result.error().isBlank()
                            ? "ended with " + result.exitCode()
                            : result.error().strip()));
        }
        return result;
    }

    private String inside(Path file) {
        Path absolute = root.resolve(file).normalize();
        if (!absolute.startsWith(root) || absolute.equals(root)) {
            throw new GitTrouble("the file " + file + " is outside of the checkout " + root);
        }
        return root.relativize(absolute).toString();
    }
}
