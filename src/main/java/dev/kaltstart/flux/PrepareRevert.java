package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFacts.HEAD;
import static dev.kaltstart.flux.DriftFacts.REVERT;
import static dev.kaltstart.flux.DriftFacts.REVERT_NEEDED;
import static dev.kaltstart.storage.StorageFacts.SAVED_STATE;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.revert.CommitLines;
import dev.kaltstart.flux.revert.UndoFromAnswers;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.Reversal;
import dev.kaltstart.git.Reversal.AlreadyReverted;
import dev.kaltstart.git.Reversal.Conflict;
import dev.kaltstart.git.Reversal.NeedsParent;
import dev.kaltstart.git.Reversal.Reverted;
import dev.kaltstart.recovery.Evidence;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Makes the commits that undo what a person has chosen, on top of the head that was diagnosed; no one else sees them yet. */
@Component
class PrepareRevert extends Step {

    private static final String CONFLICTS = "REVERT_CONFLICTS";

    private static final int SHOWN = 1500;
    private static final int FILES = 20;

    private final RecoveryClones clones;
    private final Evidence evidence;

    PrepareRevert(RecoveryClones clones, Evidence evidence) {
        this.clones = clones;
        this.evidence = evidence;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(REVERT, REVERT_NEEDED);
    }

    @Override
    public Check check(Run run) {
        requireForensics(run, evidence);
        RecoveryClone clone = clones.of(run.cluster(), run.recovery());
        Reversal plan = plan(run, clone);
        if (plan instanceof AlreadyReverted) {
            return nothingToDo(run, plan);
        }
        CommitId commit = ((Reverted) plan).commit();
        if (!clone.prepared().filter(commit::equals).isPresent()) {
            return Check.notYet("the revert is not prepared");
        }
        run.set(REVERT, commit.value());
        run.set(REVERT_NEEDED, true);
        int count = ((Reverted) plan).count();
        return Check.met(
                "prepared " + CountedNoun.of(count, "commit") + ", the newest is " + commit + ", on top of "
                        + run.get(HEAD).abbreviated() + ": " + undone(clone, run.get(HEAD), commit),
                Measurement.revision("revert", commit.value()));
    }

    private static String undone(RecoveryClone clone, CommitId head, CommitId revert) {
        return clone.history().between(head, revert, FILES).stream()
                .map(Commit::subject)
                .collect(Collectors.joining("; "));
    }

    /** Without the state of before, what was lost cannot be looked up. */
    static void requireForensics(Run run, Evidence evidence) {
        if (run.find(SAVED_STATE).flatMap(evidence::read).isEmpty()) {
            throw new Failure.Fatal(
                    "NO_FORENSICS",
                    "the state of the cluster was not saved, or is lost: nothing is changed before it is");
        }
    }

    private static Check nothingToDo(Run run, Reversal plan) {
        CommitId by = ((AlreadyReverted) plan).by();
        run.set(REVERT_NEEDED, false);
        return Check.met("there is nothing to undo: the branch is as wanted already"
                + (by == null ? "" : ", by the commit " + by));
    }

    private Reversal plan(Run run, RecoveryClone clone) {
        try {
            Reversal plan = clone.plan(UndoFromAnswers.of(run, clone), run.get(HEAD), run.began());
            if (plan instanceof Conflict conflict) {
                throw inTheWay(run, conflict);
            }
            if (plan instanceof NeedsParent merge) {
                throw whichSide(merge);
            }
            return plan;
        } catch (GitTrouble | IllegalArgumentException e) {
            throw new Failure.NeedsHuman("REVERT_IMPOSSIBLE", String.valueOf(e.getMessage()));
        }
    }

    private Failure inTheWay(Run run, Conflict conflict) {
        String reference = evidence.keep(run, "conflict.diff", conflict.diff());
        String diff = conflict.diff();
        String files = String.join(
                ", ",
                conflict.files().subList(0, Math.min(FILES, conflict.files().size())));
        return new Failure.NeedsHuman(
                CONFLICTS,
                "the commit " + conflict.commit() + " cannot be undone, later ones have changed the same lines of "
                        + CountedNoun.of(conflict.files().size(), "file") + ": " + files
                        + ". The difference is the evidence " + reference
                        + (diff.length() <= SHOWN ? ":\n" + diff : ", it begins with:\n" + diff.substring(0, SHOWN)));
    }

    private static Failure whichSide(NeedsParent merge) {
        return new Failure.NeedsHuman(
                "MERGE_PARENT",
                "the commit " + merge.merge()
                        + " is a merge: choose which of its parents stays; the first is the branch"
                        + " that was merged into:\n" + CommitLines.lines(merge.parents()));
    }

    @Override
    public List<String> remedies(Run run, String code) {
        if (!code.equals(CONFLICTS)) {
            return List.of();
        }
        return List.of(
                "# to solve the conflict by hand, in a clone of the repository; then choose to diagnose again",
                "cd " + run.cluster().inventory().root(),
                "git fetch origin && git switch --detach "
                        + run.find(HEAD).map(CommitId::value).orElse("HEAD"),
                "git revert --no-edit " + UndoFromAnswers.commits(run)
                        + "    # fix the conflicts, then 'git revert --continue'",
                "git push origin HEAD:" + run.cluster().repository().branch());
    }

    @Override
    public void perform(Run run) {
        RecoveryClone clone = clones.of(run.cluster(), run.recovery());
        clone.revert(UndoFromAnswers.of(run, clone), run.get(HEAD), run.began());
    }
}
