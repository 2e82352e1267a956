package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFacts.REVERT;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.RunFacts;
import java.util.List;
import org.springframework.stereotype.Component;

/** The revert could not be pushed; nothing on the host has been overwritten. */
@Component
class DecidePush extends HumanTask {

    private static final Fact<String> DECISION = Fact.text("pushDecision");
    private static final Fact<String> REASON = Fact.text("pushReason");
    private static final List<String> WAYS = List.of("again", "byHand", "abort");

    @Override
    public Brief brief(Run run) {
        String branch = run.cluster().repository().branch();
        return new Brief(
                "The revert " + run.find(REVERT).orElse("") + " is not on the branch " + branch + ": "
                        + run.find(RunFacts.PROBLEM).orElse("it did not say why"),
                List.of(
                        "cd " + run.cluster().inventory().root(),
                        "git fetch origin",
                        "git log --first-parent -5 origin/" + branch,
                        "# what the cluster follows right now",
                        "flux get sources git -A"),
                "Again: the branch has moved, so everything is looked at anew, with what came since. By hand: the revert is"
                        + " offered as a branch for a pull request, or in a file when the host is gone, and Kaltstart"
                        + " waits for it. Abort: the recovery is closed as it stands, and Flux stays as it was.",
                "A protected branch or a missing permission does not go away by trying again: choose by hand. A host that"
                        + " is back answers 'git ls-remote origin " + branch + "'.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        Choice.of(answers, DECISION, WAYS, REASON, "give the reason: the report tells later why it went on like this");
    }
}
