package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFacts.HEAD;
import static dev.kaltstart.flux.DriftFacts.REVERT;
import static dev.kaltstart.flux.RevertFacts.OFFER_WORDS;

import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.revert.HostBranch;
import dev.kaltstart.git.Bundle;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.Proposal;
import dev.kaltstart.git.Push;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.RemoteHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Gives the revert to people: as a branch for a pull request, or in a file when the host is gone. */
@Component
class OfferRevert extends Step {

    private final RecoveryClones clones;

    OfferRevert(RecoveryClones clones) {
        this.clones = clones;
    }

    /** What was offered names the commit, so an older offer is not taken for this one. */
    @Override
    public Set<Fact<?>> writes() {
        return Set.of(OFFER_WORDS);
    }

    @Override
    public Check check(Run run) {
        String revert = run.get(REVERT);
        return run.find(OFFER_WORDS)
                .filter(message -> message.contains(revert))
                .map(Check::met)
                .orElseGet(() -> Check.notYet("not offered yet: the commit " + revert));
    }

    @Override
    public void perform(Run run) {
        CommitId revert = new CommitId(run.get(REVERT));
        RecoveryClone clone = clones.of(run.cluster(), run.recovery());
        String message = new HostBranch(clone).head() instanceof RemoteHead.Unreachable gone
                ? inAFile(run, clone, revert, gone.message())
                : asABranch(run, clone, revert);
        run.set(OFFER_WORDS, message);
    }

    private static String asABranch(Run run, RecoveryClone clone, CommitId revert) {
        Proposal proposal = clone.propose(revert);
        if (proposal.push() instanceof Push.Pushed) {
            return "The commit " + revert + " is on the branch " + proposal.branch() + " of the host. "
                    + proposal.next();
        }
        String why = proposal.push() instanceof Push.Refused refused
                ? "refuses a branch, too: " + refused.message()
                : "did not take a branch either";
        return inAFile(run, clone, revert, why);
    }

    private static String inAFile(Run run, RecoveryClone clone, CommitId revert, String why) {
        Bundle bundle = clone.bundle(revert);
        var lines = new ArrayList<String>();
        lines.add("The Git host cannot be used (" + why.lines().findFirst().orElse("") + "). The commit " + revert
                + " is in the file " + bundle.file() + ". In a clone of the repository, as soon as the host is back:");
        lines.addAll(bundle.commands());
        lines.addAll(toMirror(run, revert));
        return String.join("\n", lines);
    }

    private static List<String> toMirror(Run run, CommitId revert) {
        RepositoryUrl mirror = run.cluster().repository().mirror();
        if (mirror == null) {
            return List.of();
        }
        String branch = run.cluster().repository().branch();
        return List.of(
                "Or push it to the mirror, and let Flux follow that for now:",
                "git push --force-with-lease=refs/heads/" + branch + ":" + run.get(HEAD) + " " + mirror + " " + revert
                        + ":refs/heads/" + branch);
    }
}
