package dev.kaltstart.flux.object;

import java.util.List;
import java.util.Optional;

/**
 * What Flux remembers of the objects that were built before. The digest counts, not the commit: a commit that built the
 * same objects has changed nothing.
 *
 * @param attempted the revision that is tried now; blank when unknown
 * @param newestFirst what was tried to apply
 */
public record PastBuilds(boolean failing, String attempted, List<HistoryEntry> newestFirst) {

    public PastBuilds {
        newestFirst = List.copyOf(newestFirst);
    }

    public static PastBuilds of(FluxObject object) {
        return new PastBuilds(!object.healthy(), object.attemptedRevision(), object.history());
    }

    /** The newest revision that went well and built other objects than the one now; blank when none is known. */
    public String good() {
        if (unchangedSince().isPresent()) {
            return "";
        }
        return newestFirst.stream()
                .filter(HistoryEntry::succeeded)
                .filter(entry -> !isNow(entry))
                .map(HistoryEntry::revision)
                .findFirst()
                .orElse("");
    }

    /** Where exactly the objects went well that fail now. */
    public Optional<String> unchangedSince() {
        return failedAfterBuild()
                .flatMap(now -> newestFirst.stream()
                        .filter(entry -> entry.succeeded() && same(entry, now))
                        .findFirst())
                .map(HistoryEntry::revision);
    }

    /** One that does not build leaves no entry, so the newest one is of an earlier try. */
    private Optional<HistoryEntry> failedAfterBuild() {
        return newestFirst.stream()
                .findFirst()
                .filter(now -> failing && !now.succeeded())
                .filter(now -> attempted.isEmpty() || now.revision().equals(attempted));
    }

    private boolean isNow(HistoryEntry entry) {
        return failing
                ? failedAfterBuild().filter(now -> same(entry, now)).isPresent()
                : same(entry, newestFirst.get(0));
    }

    private static boolean same(HistoryEntry one, HistoryEntry other) {
        return !one.digest().isEmpty() && one.digest().equals(other.digest());
    }
}
