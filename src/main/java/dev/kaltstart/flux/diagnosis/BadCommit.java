package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.HistoryEntry;
import dev.kaltstart.flux.object.Revisions;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * The commit with which the outage began.
 *
 * @param since its time, or when the good one was last applied, where that is later: a commit is often older than its push
 */
public record BadCommit(Commit commit, Instant since) {

    static BadCommit of(Commit commit, CommitId good, DriftLook.Seen seen) {
        Instant committed = commit.committedAt();
        return new BadCommit(
                commit, lastGood(good, seen).filter(committed::isBefore).orElse(committed));
    }

    private static Optional<Instant> lastGood(CommitId good, DriftLook.Seen seen) {
        return seen.objects().values().stream()
                .flatMap(object -> object.history().stream())
                .filter(HistoryEntry::succeeded)
                .filter(entry ->
                        Revisions.commit(entry.revision()).filter(good::equals).isPresent())
                .map(HistoryEntry::at)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .max(Comparator.naturalOrder());
    }

    public String message() {
        return "commit " + commit.id().abbreviated() + " by " + commit.author().replaceFirst(" <.*", "") + " ("
                + commit.subject() + ")";
    }
}
