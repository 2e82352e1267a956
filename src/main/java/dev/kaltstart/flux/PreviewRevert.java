package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFacts.DELETES;
import static dev.kaltstart.flux.DriftFacts.HEAD;
import static dev.kaltstart.flux.DriftFacts.PREVIEW_REF;
import static dev.kaltstart.flux.DriftFacts.REVERT;
import static dev.kaltstart.flux.DriftFacts.REVERT_NEEDED;
import static dev.kaltstart.flux.RevertFacts.STATEFUL_BACK;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.diff.Comparison;
import dev.kaltstart.flux.diff.Comparison.Action;
import dev.kaltstart.flux.diff.Comparisons;
import dev.kaltstart.flux.revert.HostBranch;
import dev.kaltstart.flux.revert.Loss;
import dev.kaltstart.flux.revert.PreviewText;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.RemoteHead;
import dev.kaltstart.recovery.Evidence;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Shows what the revert would make of the cluster, before anybody pushes it. */
@Component
class PreviewRevert extends Step {

    private final Comparisons comparisons;
    private final RecoveryClones clones;
    private final Evidence evidence;

    PreviewRevert(Comparisons comparisons, RecoveryClones clones, Evidence evidence) {
        this.comparisons = comparisons;
        this.clones = clones;
        this.evidence = evidence;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(PREVIEW_REF, DELETES, STATEFUL_BACK);
    }

    @Override
    public Check check(Run run) {
        refuseOutdated(run);
        CommitId commit = run.is(REVERT_NEEDED) ? new CommitId(run.get(REVERT)) : run.get(HEAD);
        Comparison comparison = compared(run, commit);
        refuseOutdated(run);
        String text = PreviewText.of(commit, comparison, new Loss(run.cluster().kubernetes()));
        run.set(PREVIEW_REF, evidence.keep(run, "preview.txt", text));
        run.set(
                DELETES,
                comparison.differences().stream()
                        .filter(one -> one.action() == Action.DELETE)
                        .count());
        run.set(
                STATEFUL_BACK,
                comparison.differences().stream()
                        .anyMatch(one -> one.action() == Action.CREATE && Loss.stateful(one.object())));
        return Check.met(commit.abbreviated() + " " + PreviewText.message(comparison));
    }

    /** Nobody is asked to approve what the push would refuse. A host that is away is found at the push. */
    private void refuseOutdated(Run run) {
        var branch = new HostBranch(clones.of(run.cluster(), run.recovery()));
        if (branch.head() instanceof RemoteHead.At at && !at.commit().equals(run.get(HEAD))) {
            throw new Failure.NeedsHuman(
                    "REMOTE_MOVED",
                    branch.moved(run.get(HEAD), at.commit()) + "\nDiagnose again: the revert was made"
                            + " on top of an older commit");
        }
    }

    private Comparison compared(Run run, CommitId commit) {
        try {
            return comparisons.of(run, commit);
        } catch (GitTrouble e) {
            throw new Failure.NeedsHuman("NO_PREVIEW", String.valueOf(e.getMessage()));
        }
    }
}
