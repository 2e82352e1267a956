package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFacts.HEAD;
import static dev.kaltstart.flux.DriftFacts.UNDO;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.git.CommitId;
import java.util.List;
import org.springframework.stereotype.Component;

/** What was chosen cannot be undone as it is. */
@Component
class SolveConflict extends HumanTask {

    private static final Fact<String> DECISION = Fact.text("conflictDecision");
    private static final Fact<String> REASON = Fact.text("conflictReason");
    private static final List<String> WAYS = List.of("choose", "again", "abort");

    @Override
    public Brief brief(Run run) {
        String head = run.find(HEAD).map(CommitId::value).orElse("HEAD");
        return new Brief(
                "What was chosen (" + run.find(UNDO).orElse("nothing yet") + ") cannot be prepared or shown: "
                        + run.find(RunFacts.PROBLEM).orElse("it did not say why"),
                List.of(
                        "# to solve it by hand, in a clone of the repository",
                        "cd " + run.cluster().inventory().root(),
                        "git fetch origin && git switch --detach " + head,
                        "git revert --no-edit BAD_COMMIT    # then solve what conflicts, and 'git revert --continue'",
                        "git push origin HEAD:" + run.cluster().repository().branch()),
                "Choose: another commit, or 'state', which never conflicts because it takes whole files. Again: you have"
                        + " pushed a revert of your own, or something else has changed; everything is looked at anew."
                        + " Abort: the recovery is closed as it stands.",
                "After a push of your own, 'git log -1 origin/"
                        + run.cluster().repository().branch() + "' names your commit.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        Choice.of(answers, DECISION, WAYS, REASON, "give the reason: the report tells later why it went on like this");
    }
}
