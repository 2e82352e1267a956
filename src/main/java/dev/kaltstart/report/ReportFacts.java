package dev.kaltstart.report;

import dev.kaltstart.engine.Fact;

/** What the models hand to the closing of a recovery. */
final class ReportFacts {

    /** How the model is about to end: recovered, failed or aborted. */
    static final Fact<String> OUTCOME = Fact.text("outcome");

    static final Fact<Boolean> COMMITTED_BY_HAND = Fact.flag("committedByHand");
    static final Fact<String> COMMIT_REFERENCE = Fact.text("commitReference");

    private ReportFacts() {}
}
