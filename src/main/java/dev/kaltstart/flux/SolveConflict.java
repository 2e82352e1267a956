package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFacts.HEAD;
import static dev.kaltstart.flux.DriftFacts.UNDO;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.flux.revert.UndoFromAnswers;
import dev.kaltstart.git.CommitId;
import java.util.List;
import org.springframework.stereotype.Component;

/** The chosen revert conflicts with later commits. Only recoveries of earlier versions have this task. */
@Component
class SolveConflict extends HumanTask {

    private static final Fact<String> DECISION = Fact.text("conflictDecision");
    private static final Fact<String> REASON = Fact.text("conflictReason");
    private static final List<String> WAYS = List.of("choose", "again", "abort");

    @Override
    public Brief brief(Run run) {
        String head = run.find(HEAD).map(CommitId::value).orElse("HEAD");
        return new Brief(
                "The chosen revert (" + run.find(UNDO).orElse("nothing yet") + ") cannot be prepared or previewed: "
                        + run.find(RunFacts.PROBLEM).orElse("no reason was given"),
                List.of(
                        "# to solve the conflict by hand, in a clone of the repository",
                        "cd " + run.cluster().inventory().root(),
                        "git fetch origin && git switch --detach " + head,
                        "git revert --no-edit " + UndoFromAnswers.commits(run)
                                + "    # fix the conflicts, then 'git revert --continue'",
                        "git push origin HEAD:" + run.cluster().repository().branch()),
                "Choose: another commit, or 'state', which never conflicts because it takes whole files. Again: you have"
                        + " pushed a revert of your own, or something else has changed; the diagnosis starts over."
                        + " Abort: the recovery is closed without further changes.",
                "After a push of your own, 'git log -1 origin/"
                        + run.cluster().repository().branch() + "' shows your commit.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        Choice.of(answers, DECISION, WAYS, REASON, "give the reason: the report quotes it");
    }
}
