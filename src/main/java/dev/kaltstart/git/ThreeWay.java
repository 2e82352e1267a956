package dev.kaltstart.git;

import dev.kaltstart.shell.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A merge of three trees without a work tree: what {@code git revert} does, with nothing written but objects.
 *
 * @param tree what came out; with conflict marks in it unless clean
 * @param files in conflict, as Git writes them
 */
record ThreeWay(boolean clean, String tree, List<String> files) {

    /**
     * From the commit to its parent, applied to the tip.
     *
     * @param side the parent, for a merge; the only one there is when null
     * @throws GitTrouble also when this Git is too old for it
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
            throw new GitTrouble("a revert needs Git 2.38 or newer: git merge-tree: " + Words.of(result));
        }
        return new ThreeWay(
                result.succeeded(),
                lines.get(0),
                lines.stream()
                        .skip(1)
                        .filter(line -> !line.isBlank())
                        .map(Words::line)
                        .distinct()
                        .toList());
    }

    private static String before(CloneGit git, Commit bad, @Nullable CommitId side) {
        if (bad.parents().isEmpty()) {
            throw new GitTrouble("the commit " + bad.id() + " is the first one: without it there is nothing left");
        }
        return git.treeOf(side == null ? bad.parents().get(0) : side);
    }
}
