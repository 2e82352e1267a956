package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFacts.HEAD;
import static dev.kaltstart.flux.DriftFacts.PREVIEW_REF;
import static dev.kaltstart.flux.DriftFacts.PUSHED;
import static dev.kaltstart.flux.DriftFacts.REVERT;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.revert.CommitDiff;
import dev.kaltstart.flux.revert.HostBranch;
import dev.kaltstart.flux.revert.PreviewText;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.Push;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.RemoteHead;
import dev.kaltstart.recovery.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Moves the branch that Flux follows on to the revert. It counts as destroying: what the revert no longer has, Flux
 * deletes. The host moves the branch only when it still is where it was looked at.
 */
@Component
class PushRevert extends Step.Destructive {

    /** So long a host may be away before a person is asked: most come back at once. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RecoveryClones clones;
    private final Evidence evidence;

    PushRevert(RecoveryClones clones, Evidence evidence) {
        this.clones = clones;
        this.evidence = evidence;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(PUSHED);
    }

    @Override
    public Check check(Run run) {
        CommitId revert = new CommitId(run.get(REVERT));
        var branch = new HostBranch(clone(run));
        RemoteHead head = branch.head();
        if (head instanceof RemoteHead.Unreachable gone) {
            return away(run, gone);
        }
        if (!(head instanceof RemoteHead.At at)) {
            return Check.notYet(
                    "the host has no branch " + run.cluster().repository().branch() + " any more");
        }
        if (branch.contains(revert, at.commit())) {
            run.set(PUSHED, revert.value());
            return Check.met(
                    "the branch of the host has the revert " + revert, Measurement.revision("pushed", revert.value()));
        }
        return Check.notYet("the branch of the host stands at " + at.commit());
    }

    private static Check away(Run run, RemoteHead.Unreachable gone) {
        boolean tooLong =
                Duration.between(run.began(), run.cluster().clock().instant()).compareTo(PATIENCE) > 0;
        if (tooLong) {
            throw new Failure.NeedsHuman(
                    "PUSH_UNREACHABLE",
                    "the Git host does not answer, and whether it has the revert cannot be told: " + gone.message());
        }
        return Check.unknown("the Git host does not answer: " + gone.message());
    }

    @Override
    public Check identity(Run run) {
        CommitId revert = new CommitId(run.get(REVERT));
        PrepareRevert.requireForensics(run, evidence);
        if (!previewed(run, revert)) {
            return Check.notYet("the commit " + revert + " is not the one whose effects were shown: preview it again");
        }
        var branch = new HostBranch(clone(run));
        RemoteHead head = branch.head();
        if (head instanceof RemoteHead.Unreachable gone) {
            throw new Failure.NeedsHuman("PUSH_UNREACHABLE", "the Git host does not answer: " + gone.message());
        }
        if (!(head instanceof RemoteHead.At at)) {
            throw new Failure.NeedsHuman(
                    "REMOTE_MOVED",
                    "the host has no branch " + run.cluster().repository().branch() + " any more");
        }
        if (!at.commit().equals(run.get(HEAD))) {
            throw new Failure.NeedsHuman("REMOTE_MOVED", branch.moved(run.get(HEAD), at.commit()));
        }
        return Check.met("the branch stands at " + at.commit() + ", as it was looked at");
    }

    private boolean previewed(Facts facts, CommitId revert) {
        return kept(facts).filter(text -> PreviewText.isOf(text, revert)).isPresent();
    }

    private Optional<String> kept(Facts facts) {
        return facts.find(PREVIEW_REF).flatMap(evidence::read);
    }

    @Override
    public void perform(Run run, Plan approved) {
        RecoveryClone clone = clone(run);
        Push push = clone.push(new CommitId(run.get(REVERT)), run.get(HEAD));
        if (push instanceof Push.Refused refused) {
            throw new Failure.NeedsHuman("PUSH_REFUSED", "the Git host refused the push: " + refused.message());
        }
        if (push instanceof Push.Unreachable gone) {
            throw new Failure.NeedsHuman("PUSH_UNREACHABLE", "the Git host does not answer: " + gone.message());
        }
        if (push instanceof Push.Moved moved) {
            throw new Failure.NeedsHuman("REMOTE_MOVED", new HostBranch(clone).moved(run.get(HEAD), moved.actual()));
        }
        // pushed, or the result is not known: the check looks
    }

    @Override
    public Plan plan(Run run) {
        CommitId revert = new CommitId(run.get(REVERT));
        RecoveryClone clone = clone(run);
        String line = clone.pushLine(revert, run.get(HEAD));
        return kept(run)
                .filter(text -> PreviewText.isOf(text, revert))
                .map(text -> new Plan(run.subject(), List.of(), List.of(line), effects(run, clone, revert, text)))
                .orElseThrow(() -> new Failure.NeedsHuman(
                        "NO_PREVIEW", "what the revert would make of the cluster is not known: preview it again"));
    }

    private static List<String> effects(Run run, RecoveryClone clone, CommitId revert, String preview) {
        var effects = new ArrayList<String>();
        effects.add("new commits on top of " + run.get(HEAD).abbreviated()
                + ", no history is rewritten: --force-with-lease only lets the host refuse if the branch has moved");
        effects.addAll(PreviewText.effects(preview));
        effects.addAll(CommitDiff.lines(clone, run.get(HEAD), revert));
        return effects;
    }

    private RecoveryClone clone(Run run) {
        return clones.of(run.cluster(), run.recovery());
    }
}
