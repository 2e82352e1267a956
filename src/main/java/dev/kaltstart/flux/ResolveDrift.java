package dev.kaltstart.flux;

import static dev.kaltstart.engine.RunFacts.PROBLEM;

import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.ResolveFacts;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** A step of the drift scenario knows what is wrong and leaves the choice to a person. */
@Component
class ResolveDrift extends HumanTask {

    private static final Set<String> DECISIONS = Set.of("retry", "skip", "abort");

    @Override
    protected Brief brief(Run run) {
        return new Brief(
                "A step stopped because the choice is not Kaltstart's: "
                        + run.find(PROBLEM).orElse("it did not say why") + ".",
                List.of("flux get all -A --status-selector ready=false"),
                "Retry: the phase begins again, and what is done already is found done. Skip: it goes on without the"
                        + " phase, where it can be missed. Abort: the recovery is closed as it stands, and Flux follows"
                        + " the branch again as it is.",
                "Remove the cause first, then retry. Skip only what you have looked at yourself, and say in the reason"
                        + " what you saw.");
    }

    @Override
    protected void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        String decision = given.text(ResolveFacts.DECISION, "choose how to go on: retry, skip or abort");
        if (!DECISIONS.contains(decision)) {
            throw new Refused("the decision must be retry, skip or abort");
        }
        given.text(ResolveFacts.REASON, "give the reason: the report tells later why it went on like this");
    }
}
