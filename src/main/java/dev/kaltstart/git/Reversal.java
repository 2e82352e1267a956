package dev.kaltstart.git;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of preparing a revert. */
public sealed interface Reversal {

    /**
     * Prepared in the clone; nothing has been pushed.
     *
     * @param commit the newest created commit, now the head of the recovery's branch in the clone
     * @param onto the parent of the first created commit
     * @param count number of created commits
     */
    record Reverted(CommitId commit, CommitId onto, int count) implements Reversal {}

    /**
     * There is nothing to undo.
     *
     * @param by the commit of this recovery that reverted it; null when it was someone else's
     */
    record AlreadyReverted(@Nullable CommitId by) implements Reversal {}

    /**
     * A person has to choose the side of a merge that stays.
     *
     * @param merge the merge commit
     * @param parents in the order of the merge: the first is the branch that received it
     */
    record NeedsParent(CommitId merge, List<Commit> parents) implements Reversal {

        public NeedsParent {
            parents = List.copyOf(parents);
        }
    }

    /**
     * Later commits conflict with the revert. Nothing was created.
     *
     * @param commit that could not be reverted
     * @param files as Git prints them
     * @param diff Git's merge result with conflict markers; at most {@link History#DIFF_LIMIT} characters
     */
    record Conflict(CommitId commit, List<String> files, String diff) implements Reversal {

        public Conflict {
            files = List.copyOf(files);
        }
    }
}
