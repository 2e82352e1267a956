package dev.kaltstart.git;

import java.util.Optional;

/** Where a commit, such as the one that was applied last, stands to the branch. */
public sealed interface Lineage {

    /**
     * The branch contains it.
     *
     * @param newer how many commits came after it
     */
    record Contained(int newer) implements Lineage {}

    /**
     * The branch was forced back to an ancestor of it.
     *
     * @param lost how many commits are no longer on the branch
     */
    record Rewound(int lost) implements Lineage {}

    /**
     * The branch was forced to another history.
     *
     * @param common the last commit of both, if there is one
     * @param lost how many commits are no longer on the branch
     * @param added how many are on the branch instead
     */
    record Diverged(Optional<CommitId> common, int lost, int added) implements Lineage {}

    /** The commit is not in the clone: {@link RecoveryClone#recall}. */
    record Missing() implements Lineage {}
}
