package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFacts.HEAD;
import static dev.kaltstart.flux.DriftFacts.NAMESPACE_STUCK;
import static dev.kaltstart.storage.StorageFacts.DATA_LOST;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.revert.GuardDiff;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.recovery.Evidence;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Proposes what would have kept Flux from deleting volumes and namespaces. Whether to take it is for people. */
@Component
class ProposeGuard extends Step {

    private final RecoveryClones clones;
    private final Evidence evidence;

    ProposeGuard(RecoveryClones clones, Evidence evidence) {
        this.clones = clones;
        this.evidence = evidence;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(RevertFacts.GUARD_REF);
    }

    @Override
    public Check check(Run run) {
        boolean deleted = run.is(RevertFacts.STATEFUL_BACK) || run.is(DATA_LOST) || run.is(NAMESPACE_STUCK);
        if (!deleted) {
            return Check.met("no guard is proposed: no volume and no namespace had been deleted");
        }
        return files(run)
                .map(files -> proposed(run, new GuardDiff(files)))
                .orElseGet(() -> Check.met("no guard is proposed: the repository cannot be looked at"));
    }

    private Check proposed(Run run, GuardDiff diff) {
        String text = diff.text();
        String byHand = diff.byHand().isEmpty() ? "" : "; to be done by hand in " + String.join(", ", diff.byHand());
        if (text.isEmpty()) {
            return Check.met(
                    byHand.isEmpty()
                            ? "no guard is proposed: every claim, volume and namespace in Git has one"
                            : "guards are missing" + byHand,
                    Measurement.count("guardsByHand", diff.byHand().size()));
        }
        String reference = evidence.keep(run, "guard.diff", text);
        run.set(RevertFacts.GUARD_REF, reference);
        return Check.met(
                "proposed, as the evidence " + reference + ": '" + GuardDiff.GUARD + "' on " + diff.count()
                        + " claims, volumes and namespaces, so that Flux never deletes them ('git apply')" + byHand,
                Measurement.count("guardsProposed", diff.count()),
                Measurement.count("guardsByHand", diff.byHand().size()));
    }

    /** This is a proposal: what stands in its way is no reason to stop. */
    private Optional<Path> files(Run run) {
        try {
            RecoveryClone clone = clones.of(run.cluster(), run.recovery());
            return DriftFacts.wanted(run)
                    .filter(clone.history()::has)
                    .or(() -> run.find(HEAD))
                    .map(clone::files);
        } catch (GitTrouble | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
