package dev.kaltstart.twin.seed;

import dev.kaltstart.twin.origin.Origin;
import dev.kaltstart.twin.origin.Snapshot;
import java.time.Duration;
import java.time.Instant;

/**
 * The past of a repository, as far as a rehearsal needs one: a last good commit before a bad one, and an older one that
 * lacks something. The same files at the same time make the same commits, wherever that happens.
 */
public final class SeedHistory {

    static final String ADMIN = "Home Admin <admin@homelab.example>";
    static final String BOT = "renovate[bot] <renovate@homelab.example>";

    private final Origin origin;
    private final Snapshot whole;
    private final Instant until;

    /** @param whole the repository as it was found */
    public SeedHistory(Origin origin, Snapshot whole, Instant until) {
        this.origin = origin;
        this.whole = whole;
        this.until = until;
    }

    /** @return the newest commit, the head of the branch, with all files restored */
    public String write() {
        var commit = first();
        var places = AppLocation.all(whole);
        if (!places.isEmpty()) {
            commit = next("Add " + places.get(0).name(), withoutDocuments(), 21, commit);
        }
        commit = next("Keep a changelog", origin.draft(whole), 6, commit);
        commit = next("The repository as the rehearsal found it", origin.draft(whole), 1, commit);
        origin.move(Origin.BRANCH, commit);
        return commit;
    }

    private String first() {
        var draft = withoutDocuments().says("Set up the cluster").by(ADMIN);
        AppLocation.all(whole).stream()
                .findFirst()
                .ifPresent(place -> draft.delete(place.directory()).write(place.list(), place.without(whole)));
        return origin.commit(draft, daysAgo(40));
    }

    private Origin.Draft withoutDocuments() {
        return origin.draft(whole).delete("docs");
    }

    private String next(String message, Origin.Draft draft, int daysAgo, String parent) {
        return origin.commit(draft.says(message).by(ADMIN), daysAgo(daysAgo), parent);
    }

    private Instant daysAgo(int days) {
        return until.minus(Duration.ofDays(days));
    }
}
