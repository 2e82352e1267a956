package dev.kaltstart.git;

import java.util.List;

/** The result of a push. An exit code proves nothing: the host's branch was read afterwards. */
public sealed interface Push {

    /**
     * The host's branch contains the commit, by this push or an earlier one.
     *
     * @param branch the target
     */
    record Pushed(String branch, CommitId commit) implements Push {}

    /**
     * The branch has moved since it was read. Nothing was pushed.
     *
     * @param actual its present head
     * @param commits the commits since, newest first, at most 50; empty when they could not be fetched
     */
    record Moved(CommitId actual, List<Commit> commits) implements Push {

        public Moved {
            commits = List.copyOf(commits);
        }
    }

    /** The host refused: a protected branch, a hook, no permission. Nothing was pushed. */
    record Refused(String message) implements Push {}

    /** The host was unreachable. Nothing was pushed. */
    record Unreachable(String message) implements Push {}

    /** Data was sent and the result was not observed: read the branch before any other attempt. */
    record Unknown(String message) implements Push {}
}
