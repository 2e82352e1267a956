package dev.kaltstart.git;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an attempt to undo something. */
public sealed interface Reversal {

    /**
     * Prepared in the clone; nothing has been pushed.
     *
     * @param commit the newest one made, at which the recovery's branch in the clone now stands
     * @param onto the commit that it was made on top of
     * @param count how many commits were made
     */
    record Reverted(CommitId commit, CommitId onto, int count) implements Reversal {}

    /**
     * There is nothing to undo.
     *
     * @param by the commit of this recovery that did it; null when somebody else did
     */
    record AlreadyReverted(@Nullable CommitId by) implements Reversal {}

    /**
     * A person has to say which side of a merge stays.
     *
     * @param merge the commit that is a merge
     * @param parents in the order of the merge: the first is the branch that was merged into
     */
    record NeedsParent(CommitId merge, List<Commit> parents) implements Reversal {

        public NeedsParent {
            parents = List.copyOf(parents);
        }
    }

    /**
     * What came later stands in the way. Nothing was made.
     *
     * @param commit that could not be undone
     * @param files as Git writes them
     * @param diff what Git would do, with its marks where it does not know; at most {@link History#DIFF_LIMIT} characters
     */
    record Conflict(CommitId commit, List<String> files, String diff) implements Reversal {

        public Conflict {
            files = List.copyOf(files);
        }
    }
}
