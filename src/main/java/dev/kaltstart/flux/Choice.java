package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.recovery.Answers;
import java.util.List;

/** One of the ways on that the model knows. */
final class Choice {

    private Choice() {}

    /**
     * @param decision the field of the choice
     * @param why what the person saw and did; the report quotes it
     * @throws Refused when it is none of the ways, or the reason is missing
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
