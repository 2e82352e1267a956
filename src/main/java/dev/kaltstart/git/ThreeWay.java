package dev.kaltstart.git;

import dev.kaltstart.shell.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A three-way merge of trees without a work tree: {@code git revert} that writes only objects.
 *
 * @param tree the merged tree; has conflict markers unless clean
 * @param files in conflict, as Git prints them
 */
record ThreeWay(boolean clean, String tree, List<String> files) {

    /**
     * Merges the change from the commit back to its parent into the tip.
     *
     * @param side the parent to keep, for a merge; null for the only parent
     * @throws GitTrouble also when Git is too old
     */
    static ThreeWay undoing(CloneGit git, Commit bad, @Nullable CommitId side, CommitId tip, CommitWriter writer) {
        CommitId base = writer.scaffold(git.treeOf(bad.id()), null);
        CommitId ours = writer.scaffold(git.treeOf(tip), base);
        CommitId theirs = writer.scaffold(before(git, bad, side), base);
        Result result =
                git.look("merge-tree", "--write-tree", "--name-only", "--no-messages", ours.value(), theirs.value());
        boolean conflict = result.ending() == Result.Ending.EXITED && result.exitCode() == 1;
        List<String> lines = result.output().lines().toList();
        if (!(result.succeeded() || conflict)
                || lines.isEmpty()
                || !lines.get(0).matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
            throw new GitTrouble("a revert needs Git 2.38 or newer: git merge-tree: " + GitMessages.of(result));
        }
        return new ThreeWay(
                result.succeeded(),
                lines.get(0),
                lines.stream()
                        .skip(1)
                        .filter(line -> !line.isBlank())
                        .map(GitMessages::line)
                        .distinct()
                        .toList());
    }

    private static String before(CloneGit git, Commit bad, @Nullable CommitId side) {
        if (bad.parents().isEmpty()) {
            throw new GitTrouble("the commit " + bad.id() + " is the first commit: reverting it would leave nothing");
        }
        return git.treeOf(side == null ? bad.parents().get(0) : side);
    }
}
