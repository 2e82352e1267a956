package dev.kaltstart.git;

import java.time.Instant;
import java.util.List;

/**
 * A commit, for people to judge. Everything but its id and its parents is what somebody wrote, and may be a lie; names are
 * one line without control characters and at most 300 characters long.
 *
 * @param authoredAt what the author's clock said; the epoch when it is no time
 * @param committedAt what the committer's clock said; likewise
 * @param changes against the first parent
 */
public record Commit(
        CommitId id,
        List<CommitId> parents,
        String author,
        Instant authoredAt,
        Instant committedAt,
        String subject,
        Changes changes) {

    public Commit {
        parents = List.copyOf(parents);
    }

    public boolean merge() {
        return parents.size() > 1;
    }
}
