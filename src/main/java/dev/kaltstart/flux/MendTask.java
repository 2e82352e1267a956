package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import java.util.List;
import java.util.Set;

/** A repair that only a person can make. The same choice follows each of them, so they share the fact that holds it. */
abstract class MendTask extends HumanTask {

    static final Fact<String> DECISION = Fact.text("mendDecision");

    /**
     * @param why what the person saw and did; the report quotes it
     * @throws Refused when it is none of the ways, or the reason is missing
     */
    static void mended(Facts answers, List<String> ways, Fact<String> why, String otherwise) {
        Choice.of(answers, DECISION, ways, why, otherwise);
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(DECISION);
    }
}
