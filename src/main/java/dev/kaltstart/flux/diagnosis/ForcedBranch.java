package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.Revisions;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.Lineage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds commits that are applied, or were lately, and that the branch does not have any more.
 *
 * @param all the Kustomizations of the repository
 * @param source where they come from
 * @param artifact what it has now
 */
record ForcedBranch(
        List<FluxObject> all, FluxId source, String artifact, Commits commits, CommitId head, UnknownObjects asking) {

    /** Begins what is said of it. */
    static final String WORDS = "the branch was forced: ";

    Optional<Finding> finding(Set<FluxId> held, Instant now) {
        Set<CommitId> ran = all.stream()
                .filter(object -> !object.suspended() || held.contains(object.id()))
                .flatMap(object -> Revisions.commit(object.appliedRevision()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        ran.addAll(PrunedObjects.earlier(all, source, now));
        var gone = new LinkedHashMap<CommitId, Lineage>();
        for (CommitId commit : ran) {
            asking.of("whether the branch was forced", () -> commits.lineage(commit, head))
                    .filter(lineage -> !(lineage instanceof Lineage.Contained))
                    .ifPresent(lineage -> gone.put(commit, lineage));
        }
        return newest(gone).map(commit -> finding(commit, gone.get(commit)));
    }

    /** One that can be had, if there is one; of those the one that the others lead to. */
    private Optional<CommitId> newest(Map<CommitId, Lineage> gone) {
        return gone.keySet().stream()
                .filter(commit -> !(gone.get(commit) instanceof Lineage.Missing))
                .reduce((one, other) -> contains(other, one) ? other : one)
                .or(() -> gone.keySet().stream().findFirst());
    }

    private boolean contains(CommitId commit, CommitId ancestor) {
        return asking.of("which lost commit is the newer one", () -> commits.contains(commit, ancestor))
                .orElse(false);
    }

    private Finding finding(CommitId commit, @Nullable Lineage lineage) {
        String applied = WORDS + commit.abbreviated() + ", which Flux has applied, is not on it any more";
        if (lineage instanceof Lineage.Rewound rewound) {
            String message = applied + "; it was set back, and "
                    + CountedNoun.of(rewound.lost(), "commit is", "commits are") + " lost";
            return new Finding(Remedy.REVERT, message, commit, stop());
        }
        if (lineage instanceof Lineage.Diverged diverged) {
            String message = applied + "; " + CountedNoun.of(diverged.lost(), "commit is", "commits are") + " lost, "
                    + CountedNoun.of(diverged.added(), "other is", "others are") + " there instead";
            return new Finding(Remedy.REVERT, message, commit, stop());
        }
        return new Finding(
                Remedy.JUDGE, applied + ", and neither the host nor the checkout of this machine has it", null, stop());
    }

    /** What would fetch it, and what would apply what was fetched. */
    private List<FluxId> stop() {
        return Stream.concat(
                        Stream.of(source),
                        all.stream()
                                .filter(object -> !artifact.equals(object.appliedRevision()))
                                .map(FluxObject::id))
                .toList();
    }
}
