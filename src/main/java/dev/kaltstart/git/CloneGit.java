package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Git in a bare clone: no content of the repository ever becomes a file, so no filter, hook, symbolic link, submodule or
 * file name in it can do harm. Reading may create objects, but nothing refers to them. Only commands that move a
 * reference or send data count as actions and are recorded in the journal.
 */
record CloneGit(Shell looking, Shell acting, Path directory, Path home) {

    Command command(String... arguments) {
        return GitCommand.bare(directory, home, arguments);
    }

    Result look(String... arguments) {
        return looking.run(command(arguments));
    }

    /** @throws GitTrouble when Git fails */
    String read(String... arguments) {
        return read(command(arguments), arguments[0]);
    }

    /** @throws GitTrouble when Git fails */
    String read(Command command, String name) {
        Result result = looking.run(command);
        if (!result.succeeded()) {
            throw new GitTrouble("git " + name + ": " + GitMessages.of(result));
        }
        return result.output();
    }

    Optional<CommitId> commit(String name) {
        Result found = look("rev-parse", "--quiet", "--verify", "--end-of-options", name + "^{commit}");
        return found.succeeded() ? Optional.of(new CommitId(found.output().strip())) : Optional.empty();
    }

    boolean has(CommitId commit) {
        return look("cat-file", "-e", commit + "^{commit}").succeeded();
    }

    /** @throws GitTrouble when one of them is not in the clone */
    boolean isAncestor(CommitId ancestor, CommitId commit) {
        Result result = look("merge-base", "--is-ancestor", ancestor.value(), commit.value());
        if (result.succeeded()) {
            return true;
        }
        if (result.ending() == Result.Ending.EXITED && result.exitCode() == 1) {
            return false;
        }
        throw new GitTrouble("cannot check whether " + ancestor.abbreviated() + " is an ancestor of "
                + commit.abbreviated() + ": " + GitMessages.of(result));
    }

    String treeOf(CommitId commit) {
        return read("rev-parse", "--verify", "--end-of-options", commit + "^{tree}")
                .strip();
    }

    void require(CommitId commit) {
        if (!has(commit)) {
            throw new GitTrouble("the commit " + commit + " is not in the clone: fetch or recall it");
        }
    }
}
