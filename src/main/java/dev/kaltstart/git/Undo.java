package dev.kaltstart.git;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commits to undo, with new commits on top: history is never rewritten. */
public sealed interface Undo {

    /**
     * One commit.
     *
     * @param parent for a merge: the side that stays
     */
    record OneCommit(CommitId commit, @Nullable CommitId parent) implements Undo {}

    /**
     * A range of commits, newest first; along the first parents, so that a merge counts as one.
     *
     * @param after the last good commit
     * @param last the newest bad commit
     * @param parents the side that stays, for each merge in the range
     */
    record Range(CommitId after, CommitId last, Map<CommitId, CommitId> parents) implements Undo {

        public Range {
            parents = Map.copyOf(parents);
        }
    }

    /**
     * One commit that restores the state of a good one, which need not be on the branch.
     *
     * @param paths restores only these directories or files; everything when empty
     */
    record BackTo(CommitId good, List<String> paths) implements Undo {

        /** @throws IllegalArgumentException for a path that is empty or leads out of the repository */
        public BackTo {
            paths = List.copyOf(paths);
            for (String path : paths) {
                if (!("/" + path + "/").matches("(?s)(?:/(?!\\.{1,2}/|\\.git/)[^/\\x00]+)+/")) {
                    throw new IllegalArgumentException(
                            "not a path inside of the repository: give a directory or a file, without '..' and without"
                                    + " '/' at either end");
                }
            }
        }
    }
}
