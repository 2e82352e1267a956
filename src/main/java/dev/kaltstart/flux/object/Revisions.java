package dev.kaltstart.flux.object;

import dev.kaltstart.git.CommitId;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Flux calls a revision: {@code main@sha1:...}, {@code main/...} before 2023, or the digest of something else. */
public final class Revisions {

    private static final Pattern COMMIT = Pattern.compile("(?:.*@sha1:|.*@sha256:|.*/)?([0-9a-f]{40}|[0-9a-f]{64})");

    private Revisions() {}

    /** Empty when it is none of Git. Whether there is such a commit, only the clone can tell. */
    public static Optional<CommitId> commit(String revision) {
        var found = COMMIT.matcher(revision);
        return found.matches() ? Optional.of(new CommitId(found.group(1))) : Optional.empty();
    }
}
