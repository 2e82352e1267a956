package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Creates commit objects. Their content depends only on the inputs: recreated after a crash, a commit has the same id.
 *
 * @param at the commit time, in whole seconds
 */
record CommitWriter(CloneGit git, String recovery, Instant at) {

    private static final int SUBJECT = 100;

    CommitId revert(Commit bad, @Nullable CommitId side, String tree, CommitId onto) {
        String subject = bad.subject().substring(0, Math.min(bad.subject().length(), SUBJECT));
        String what = "This reverts commit " + bad.id()
                + (side == null ? "." : ", a merge, and keeps the side of " + side + ".");
        return write("Revert \"" + subject + "\"", what, tree, onto);
    }

    CommitId backTo(Undo.BackTo back, String tree, CommitId onto) {
        String where = back.paths().isEmpty() ? "the repository" : GitMessages.line(String.join(", ", back.paths()));
        return write(
                "Go back to the state of " + back.good().abbreviated(),
                "Everything in " + where + " is as in commit " + back.good() + " again.",
                tree,
                onto);
    }

    CommitId file(String subject, String body, String tree, CommitId onto) {
        return write(subject, body, tree, onto);
    }

    private CommitId write(String subject, String body, String tree, CommitId parent) {
        return make(at, tree, parent, "-m", subject, "-m", body, "-m", GitCheckout.TRAILER + ": " + recovery);
    }

    /** A commit that only marks a position for a merge. */
    CommitId scaffold(String tree, @Nullable CommitId parent) {
        return make(Instant.EPOCH, tree, parent, "-m", "scaffold");
    }

    private CommitId make(Instant time, String tree, @Nullable CommitId parent, String... message) {
        Command commit = git.command("commit-tree", "--no-gpg-sign");
        if (parent != null) {
            commit = commit.plus("-p", parent.value());
        }
        String date = "@" + time.getEpochSecond() + " +0000";
        Command dated = commit.plus(message)
                .plus("--end-of-options", tree)
                .with("GIT_AUTHOR_DATE", date)
                .with("GIT_COMMITTER_DATE", date);
        return new CommitId(git.read(dated, "commit-tree").strip());
    }
}
