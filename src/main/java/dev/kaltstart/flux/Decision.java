package dev.kaltstart.flux;

import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.ResolveFacts;
import java.util.List;

/** How a person wants to go on. */
final class Decision {

    private Decision() {}

    /** @throws Refused unless it is one of these, with a reason */
    static String of(Facts answers, String... choices) {
        String all = String.join(", ", choices);
        var given = new Answers(answers);
        String decision = given.text(ResolveFacts.DECISION, "choose how to go on: " + all);
        if (!List.of(choices).contains(decision)) {
            throw new Refused("the decision must be one of " + all);
        }
        given.text(ResolveFacts.REASON, "give the reason: the report tells later why it went on like this");
        return decision;
    }
}
