package dev.kaltstart.git;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be undone, by commits on top: history is never rewritten. */
public sealed interface Undo {

    /**
     * One commit.
     *
     * @param parent of a merge: the side that stays
     */
    record OneCommit(CommitId commit, @Nullable CommitId parent) implements Undo {}

    /**
     * Every commit after one, up to another, the newest first; along the first parents, so that a merge counts as one.
     *
     * @param after the last good one
     * @param last the newest bad one
     * @param parents of the merges among them: the side that stays
     */
    record Range(CommitId after, CommitId last, Map<CommitId, CommitId> parents) implements Undo {

        public Range {
            parents = Map.copyOf(parents);
        }
    }

    /**
     * One commit after which everything is as in a good one, which need not be on the branch.
     *
     * @param path only what is below this directory, or this file; everything when null
     */
    record BackTo(CommitId good, @Nullable String path) implements Undo {

        /** @throws IllegalArgumentException for a path that leads out of the repository, or is none */
        public BackTo {
            if (path != null && !("/" + path + "/").matches("(?s)(?:/(?!\\.{1,2}/|\\.git/)[^/\\x00]+)+/")) {
                throw new IllegalArgumentException(
                        "not a path inside of the repository: name a directory or a file, without '..' and without '/' at"
                                + " either end");
            }
        }
    }
}
