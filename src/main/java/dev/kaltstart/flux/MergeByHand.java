package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFacts.REVERT;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import java.util.List;
import org.springframework.stereotype.Component;

/** A person brings the revert to the branch that Flux follows. */
@Component
class MergeByHand extends HumanTask {

    private static final Fact<Boolean> MERGED = Fact.flag("merged");
    private static final Fact<String> REFERENCE = Fact.text("mergeReference");

    @Override
    public Brief brief(Run run) {
        String branch = run.cluster().repository().branch();
        String revert = run.find(REVERT).orElse("");
        return new Brief(
                "Kaltstart cannot push to the branch " + branch
                        + " itself. "
                        + run.find(RevertFacts.OFFER_WORDS).orElse(""),
                List.of(
                        "cd " + run.cluster().inventory().root(),
                        "git fetch origin",
                        "# after the merge, one of these exits with 0",
                        "git merge-base --is-ancestor " + revert + " origin/" + branch,
                        "git diff --quiet " + revert + " origin/" + branch),
                "Kaltstart waits until the Git host, the mirror or Flux's source has the revert. A squashed pull request, or a"
                        + " commit with the same files, counts as well.",
                "Review the pull request as you would any other: Flux deletes whatever it deletes.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(MERGED, "tick that it is merged or pushed first");
        given.text(REFERENCE, "say where: enter the pull request or the commit");
    }
}
