package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.git.Changes;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.Push;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RemoteHead;
import java.util.ArrayList;
import java.util.List;

/** Moves the branch that Flux follows on to the commit with the encrypted files, if the branch is where it was read. */
abstract class PushStep extends Step.Destructive {

    static final String MOVED = "REMOTE_MOVED";

    private static final int SHOWN = 40;

    private final RotationClone clone;

    PushStep(RotationClone clone) {
        this.clone = clone;
    }

    abstract Fact<String> commit();

    abstract Fact<CommitId> base();

    /** What it means for Flux and for people. */
    abstract List<String> meaning(Run run);

    @Override
    public Check check(Run run) {
        CommitId commit = new CommitId(run.get(commit()));
        RecoveryClone repository = clone.of(run);
        RemoteHead head = head(repository);
        if (head instanceof RemoteHead.Unreachable gone) {
            return Check.unknown("the Git host does not answer: " + gone.message());
        }
        if (!(head instanceof RemoteHead.At at)) {
            return Check.notYet(
                    "the host has no branch " + run.cluster().repository().branch());
        }
        if (at.commit().equals(commit)) {
            return pushed(commit);
        }
        clone.fetch(run);
        return repository.history().isAncestor(commit, at.commit())
                ? pushed(commit)
                : Check.notYet("the branch of the host is at " + at.commit().abbreviated());
    }

    private static Check pushed(CommitId commit) {
        return Check.met(
                "the branch of the host has the commit " + commit, Measurement.revision("pushed", commit.value()));
    }

    private static RemoteHead head(RecoveryClone repository) {
        try {
            return repository.remoteHead();
        } catch (GitTrouble e) {
            return new RemoteHead.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Check identity(Run run) {
        RemoteHead head = head(clone.of(run));
        CommitId base = run.get(base());
        if (head instanceof RemoteHead.At at && at.commit().equals(base)) {
            return Check.met("the branch is at " + base + ", as when the files were encrypted");
        }
        if (head instanceof RemoteHead.At at) {
            throw moved(base, at.commit());
        }
        throw new Failure.NeedsHuman(
                "PUSH_UNREACHABLE",
                head instanceof RemoteHead.Unreachable gone
                        ? "the Git host does not answer: " + gone.message()
                        : "the host has no branch " + run.cluster().repository().branch());
    }

    private static Failure moved(CommitId base, CommitId actual) {
        return new Failure.NeedsHuman(
                MOVED,
                "the branch has moved from " + base.abbreviated() + " to " + actual.abbreviated()
                        + " since the files were encrypted, and nothing was pushed: encrypt again, on top of what is new");
    }

    @Override
    public Plan plan(Run run) {
        CommitId commit = new CommitId(run.get(commit()));
        RecoveryClone repository = clone.of(run);
        Changes changes = repository.history().commit(commit).changes();
        var effects = new ArrayList<String>(meaning(run));
        effects.add("one new commit on top of " + run.get(base()).abbreviated()
                + ", no history is rewritten; the host refuses if the branch has moved");
        changes.files().stream()
                .limit(SHOWN)
                .map(file -> "changed: " + file.path())
                .forEach(effects::add);
        int all = changes.added() + changes.changed() + changes.deleted();
        if (all > SHOWN) {
            effects.add("and " + (all - SHOWN) + " more files");
        }
        return new Plan(run.subject(), List.of(), List.of(repository.pushLine(commit, run.get(base()))), effects);
    }

    @Override
    public void perform(Run run, Plan approved) {
        Push push = clone.of(run).push(new CommitId(run.get(commit())), run.get(base()));
        if (push instanceof Push.Refused refused) {
            throw new Failure.NeedsHuman("PUSH_REFUSED", "the Git host refused the push: " + refused.message());
        }
        if (push instanceof Push.Unreachable gone) {
            throw new Failure.NeedsHuman("PUSH_UNREACHABLE", "the Git host does not answer: " + gone.message());
        }
        if (push instanceof Push.Moved moved) {
            throw moved(run.get(base()), moved.actual());
        }
        // pushed, or the result is not known: the check looks
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return List.of(
                "# who may push, and with what?",
                "git ls-remote " + run.cluster().repository().url(),
                "# what came since, in a checkout",
                "git log --oneline -5 origin/" + run.cluster().repository().branch());
    }
}
