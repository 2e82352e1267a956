package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.recovery.Answers;
import java.util.List;

/** How a person wants to go on, out of the ways that the model knows. */
final class Choice {

    private Choice() {}

    /**
     * @param decision the field of the choice
     * @param why what a person has seen or done; goes into the report
     * @throws Refused when it is none of the ways, or nobody says why
     */
    static void of(Facts answers, Fact<String> decision, List<String> ways, Fact<String> why, String otherwise) {
        var given = new Answers(answers);
        String ask = "choose how to go on: " + String.join(", ", ways);
        if (!ways.contains(given.text(decision, ask))) {
            throw new Refused(ask);
        }
        given.text(why, otherwise);
    }
}
