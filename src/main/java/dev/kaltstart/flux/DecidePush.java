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
                        + run.find(RunFacts.PROBLEM).orElse("no reason was given"),
                List.of(
                        "cd " + run.cluster().inventory().root(),
                        "git fetch origin",
                        "git log --first-parent -5 origin/" + branch,
                        "# the revision that the cluster follows now",
                        "flux get sources git -A"),
                "Diagnose again: the branch has moved, so the diagnosis starts over with the newest commits. By hand: Kaltstart"
                        + " offers the revert as a branch for a pull request, or as a file if the host is down, and waits"
                        + " for the merge. Abort: the recovery is closed without further changes, and Flux resumes with Git"
                        + " as it is.",
                "A retry does not help against a protected branch or a missing permission: choose by hand. The host is back when"
                        + " 'git ls-remote origin " + branch + "' answers.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        Choice.of(answers, DECISION, WAYS, REASON, "give the reason: the report quotes it");
    }
}
