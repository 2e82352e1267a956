package dev.kaltstart.recovery;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.RunFacts;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** A step knows what is wrong and the choice is not ours: try again, go on without it, or end here. */
@Component
class Resolve extends HumanTask {

    static final Fact<String> DECISION = Fact.text("decision");
    private static final Fact<String> REASON = Fact.text("resolveReason");
    private static final Set<String> DECISIONS = Set.of("retry", "skip", "abort");

    @Override
    protected Brief brief(Run run) {
        return new Brief(
                run.find(RunFacts.PROBLEM).orElse("A step could not go on."),
                List.of(),
                "Mend what is named above, then let Kaltstart try again: what is done already is seen and not done twice.",
                "Abort leaves everything as it is now and writes the report.");
    }

    @Override
    protected void accept(Run run, Facts answers) {
        if (answers.find(DECISION).filter(DECISIONS::contains).isEmpty()) {
            throw new Refused("Choose one of retry, skip, abort.");
        }
        if (answers.find(REASON).filter(reason -> !reason.isBlank()).isEmpty()) {
            throw new Refused("Give a reason: it goes into the report.");
        }
    }
}
