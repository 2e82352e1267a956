package dev.kaltstart.git;

import java.util.Optional;

/** How a commit, such as the last applied one, relates to the branch. */
public sealed interface Lineage {

    /**
     * The branch contains it.
     *
     * @param newer number of commits after it
     */
    record Contained(int newer) implements Lineage {}

    /**
     * The branch was forced back to an ancestor of it.
     *
     * @param lost number of commits that are no longer on the branch
     */
    record Rewound(int lost) implements Lineage {}

    /**
     * The branch was forced to another history.
     *
     * @param common the last common commit, if any
     * @param lost number of commits that are no longer on the branch
     * @param added number of commits on the branch instead
     */
    record Diverged(Optional<CommitId> common, int lost, int added) implements Lineage {}

    /** The commit is not in the clone: {@link RecoveryClone#recall}. */
    record Missing() implements Lineage {}
}
