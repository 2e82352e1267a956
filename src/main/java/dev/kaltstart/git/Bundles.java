package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Writes bundles. */
record Bundles(CloneGit git, Path directory, String recovery) {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    Bundle of(CommitId commit, String branch, Remote origin) {
        String name = RecoveryClone.BRANCH + recovery;
        if (!git.commit("refs/heads/" + name).filter(commit::equals).isPresent()) {
            throw new GitTrouble("the commit " + commit + " is not the prepared revert: prepare the revert again");
        }
        Path file = directory.resolve(recovery + "-" + commit.abbreviated() + ".bundle");
        // Git writes to a temporary name first, so an existing bundle is complete
        Result written = git.acting()
                .run(git.command("bundle", "create", "--quiet", file.toString(), "refs/heads/" + name)
                        .within(PATIENCE));
        Result verified = git.look("bundle", "verify", "--quiet", file.toString());
        if (!verified.succeeded()) {
            throw new GitTrouble(
                    "no bundle could be written: " + GitMessages.of(written) + "\n" + GitMessages.of(verified));
        }
        return new Bundle(file, commands(file, name, branch, origin));
    }

    private static List<String> commands(Path file, String name, String branch, Remote origin) {
        String reference = "refs/heads/" + name;
        return List.of(
                Command.of("git", "fetch", file.toString(), reference + ":" + reference)
                        .line(),
                Command.of("git", "log", "--patch", branch + ".." + name).line(),
                Command.of("git", "push", origin.url().value(), reference + ":refs/heads/" + branch)
                        .line());
    }
}
