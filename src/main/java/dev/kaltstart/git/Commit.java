package dev.kaltstart.git;

import java.time.Instant;
import java.util.List;

/**
 * A commit, for people to judge. Everything except its id and its parents was written by its author and may be false;
 * names are one line without control characters and at most 300 characters long.
 *
 * @param authoredAt time on the author's clock; the epoch when it is invalid
 * @param committedAt time on the committer's clock; likewise
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
