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
                "Kaltstart may not, or cannot, push to the branch " + branch
                        + " itself. "
                        + run.find(RevertFacts.OFFER_WORDS).orElse(""),
                List.of(
                        "cd " + run.cluster().inventory().root(),
                        "git fetch origin",
                        "# when it is merged, one of these answers with 0",
                        "git merge-base --is-ancestor " + revert + " origin/" + branch,
                        "git diff --quiet " + revert + " origin/" + branch),
                "Kaltstart waits until the host, the mirror or the source of Flux has the revert. It counts under another"
                        + " name, too: a squashed pull request, or a commit with the same files.",
                "Read the pull request as if somebody else had made it: what it deletes, Flux deletes.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(MERGED, "tick that it is merged or pushed; until then there is nothing to wait for");
        given.text(REFERENCE, "say where: the pull request, or the commit");
    }
}
