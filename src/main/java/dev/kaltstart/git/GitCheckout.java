package dev.kaltstart.git;

import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A checkout of a repository, worked on by the command line of Git. It commits and looks; it never pushes, fetches or
 * enters a submodule, and runs neither hooks nor signing programs of the repository.
 */
public final class GitCheckout {

    /** The trailer that tells which recovery a commit belongs to. */
    public static final String TRAILER = "Kaltstart-Recovery";

    private final Shell shell;
    private final Path root;

    /**
     * @param root the top of the checkout
     * @throws GitTrouble when there is no such directory
     */
    public GitCheckout(Shell shell, Path root) {
        this.shell = shell;
        try {
            this.root = root.toRealPath();
        } catch (IOException e) {
            throw new GitTrouble("there is no directory " + root);
        }
    }

    /** @throws GitTrouble when this is no checkout */
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
        return StatusLines.of(status).tree(Unfinished.in(gitDirectory).orElse(null));
    }

    /** @throws GitTrouble when this is no checkout, or the file lies outside of it */
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

    /** The newest commit, on any branch, that carries the trailer of this recovery. */
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
                .filter(words -> words.length == 2 && words[1].equals(recovery))
                .map(words -> new CommitId(words[0]))
                .findFirst();
    }

    /**
     * Commits one file as it lies there, whatever else is staged. Look with {@link #find} before: this commits again.
     *
     * @return what became of it; also when it failed, because only a look tells whether the commit is there
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
                // a passphrase can be asked of nobody, and the signing program is the repository's choice
                "--no-gpg-sign",
                "--message=" + subject,
                "--message=" + body,
                "--message=" + TRAILER + ": " + recovery,
                "--",
                name));
    }

    /** Takes a file out of the index again that could not be committed; says nothing when that fails too. */
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
            throw new GitTrouble("the file " + file + " lies outside of the checkout " + root);
        }
        return root.relativize(absolute).toString();
    }
}
