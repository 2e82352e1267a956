package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import java.util.List;
import java.util.Set;

/** Something that only hands can mend. Whichever it was, the same choice follows: one of these tasks writes it each time. */
abstract class MendTask extends HumanTask {

    static final Fact<String> DECISION = Fact.text("mendDecision");

    /**
     * @param why what a person has seen or done; goes into the report
     * @throws Refused when it is none of the ways, or nobody says why
     */
    static void mended(Facts answers, List<String> ways, Fact<String> why, String otherwise) {
        Choice.of(answers, DECISION, ways, why, otherwise);
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(DECISION);
    }
}
