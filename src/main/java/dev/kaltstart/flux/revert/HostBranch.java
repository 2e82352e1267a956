package dev.kaltstart.flux.revert;

import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RemoteHead;

/** The branch that Flux follows, as its host has it now. */
public record HostBranch(RecoveryClone repository) {

    public RemoteHead head() {
        try {
            return repository.remoteHead();
        } catch (GitTrouble e) {
            return new RemoteHead.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    /** Whether what stands there contains a commit; brings it here to find out. */
    public boolean contains(CommitId commit, CommitId head) {
        if (head.equals(commit)) {
            return true;
        }
        if (!repository.history().has(head)) {
            repository.fetch();
        }
        return repository.history().has(head) && repository.history().isAncestor(commit, head);
    }

    /** What came since the last look, for those who have to look again. */
    public String moved(CommitId lookedAt, CommitId actual) {
        if (!repository.history().has(actual)) {
            repository.fetch();
        }
        String message = "the branch was looked at when it stood at " + lookedAt.abbreviated() + ", and stands at "
                + actual + " now";
        return repository.history().has(actual)
                ? message + ". Newer:\n"
                        + CommitLines.lines(repository.history().between(lookedAt, actual, 10))
                : message + "; what came since could not be fetched";
    }
}
