package dev.kaltstart.git;

import java.util.List;

/** What became of a push. An exit code proves nothing: the host was asked for its branch afterwards. */
public sealed interface Push {

    /**
     * The branch of the host contains the commit; by this push or by an earlier one.
     *
     * @param branch where to
     */
    record Pushed(String branch, CommitId commit) implements Push {}

    /**
     * The branch is no longer where it was looked at. Nothing was pushed.
     *
     * @param actual where it is now
     * @param commits those that came since, newest first, at most 50; empty when they could not be fetched
     */
    record Moved(CommitId actual, List<Commit> commits) implements Push {

        public Moved {
            commits = List.copyOf(commits);
        }
    }

    /** The host said no: a protected branch, a hook, no permission. Nothing was pushed. */
    record Refused(String words) implements Push {}

    /** The host could not be asked. Nothing was pushed. */
    record Unreachable(String words) implements Push {}

    /** Something was sent, and nobody saw what became of it: look again before anything else is tried. */
    record Unknown(String words) implements Push {}
}
