package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFacts.GIT_ANSWERS;
import static dev.kaltstart.flux.DriftFacts.HEAD;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.RemoteHead;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Brings the repository here. When its host is gone, the newest of what is left is taken: what this recovery has fetched
 * before, the mirror, the checkout on this machine. A dead host stops no recovery.
 */
@Component
public class FetchRepository extends Step {

    private final RecoveryClones clones;

    public FetchRepository(RecoveryClones clones) {
        this.clones = clones;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(GIT_ANSWERS, HEAD, RevertFacts.HEAD_WORDS, RevertFacts.COMMITS);
    }

    @Override
    public Check check(Run run) {
        RecoveryClone clone = clone(run);
        RemoteHead head = asked(clone::fetch);
        if (head instanceof RemoteHead.At at) {
            run.set(GIT_ANSWERS, true);
            return known(run, clone, at.commit(), "the branch stands at ");
        }
        run.set(GIT_ANSWERS, false);
        String why = head instanceof RemoteHead.Unreachable gone
                ? "the Git host does not answer ("
                        + gone.message().lines().findFirst().orElse("") + ")"
                : "the Git host has no branch " + run.cluster().repository().branch() + " any more";
        return newest(clone)
                .map(found -> known(
                        run,
                        clone,
                        found.getValue(),
                        why + "; the newest that is left, from " + found.getKey() + ", is "))
                .orElseGet(() -> {
                    run.set(RevertFacts.HEAD_WORDS, why + ", and there is no other copy");
                    return Check.met(why + ", and neither a mirror nor the checkout has the branch");
                });
    }

    private RecoveryClone clone(Run run) {
        try {
            return clones.of(run.cluster(), run.recovery());
        } catch (GitTrouble e) {
            throw new Failure.NeedsHuman("REPOSITORY_UNKNOWN", String.valueOf(e.getMessage()));
        }
    }

    /** Missing credentials are no answer either. */
    private static RemoteHead asked(Supplier<RemoteHead> fetch) {
        try {
            return fetch.get();
        } catch (GitTrouble e) {
            return new RemoteHead.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Map.Entry<String, CommitId>> newest(RecoveryClone clone) {
        var found = new LinkedHashMap<String, CommitId>();
        if (asked(clone::fetchFromMirror) instanceof RemoteHead.At mirror) {
            found.put("the mirror", mirror.commit());
        }
        if (asked(clone::fetchFromCheckout) instanceof RemoteHead.At checkout) {
            found.put("the checkout on this machine", checkout.commit());
        }
        if (!found.isEmpty()) {
            clone.head().ifPresent(fetched -> found.put("an earlier fetch", fetched));
        }
        return found.entrySet().stream()
                .reduce((best, other) -> clone.history().isAncestor(best.getValue(), other.getValue()) ? other : best);
    }

    private static Check known(Run run, RecoveryClone clone, CommitId head, String message) {
        run.set(HEAD, head);
        Commit commit = clone.history().commit(head);
        Duration age =
                Duration.between(commit.committedAt(), run.cluster().clock().instant());
        String all = message + head.abbreviated() + " \"" + commit.subject() + "\" of " + commit.committedAt() + ", "
                + old(age);
        run.set(RevertFacts.HEAD_WORDS, all);
        run.set(RevertFacts.COMMITS, CommitOptions.lines(clone.history(), head));
        return Check.met(all, Measurement.revision("head", head.value()));
    }

    private static String old(Duration age) {
        return age.toHours() < 1
                ? CountedNoun.of(Math.max(0, age.toMinutes()), "minute") + " old"
                : age.toDays() < 2
                        ? CountedNoun.of(age.toHours(), "hour") + " old"
                        : CountedNoun.of(age.toDays(), "day") + " old";
    }
}
