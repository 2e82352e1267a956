package dev.kaltstart.report;

import dev.kaltstart.engine.Fact;

/** Facts that the models pass to the closing of a recovery. */
final class ReportFacts {

    /** The outcome the model ends with: recovered, failed or aborted. */
    static final Fact<String> OUTCOME = Fact.text("outcome");

    /** Where the entry of the changelog was pushed to, for people. */
    static final Fact<String> CHANGELOG_OFFER = Fact.text("changelogOffer");

    static final Fact<Boolean> COMMITTED_BY_HAND = Fact.flag("committedByHand");
    static final Fact<String> COMMIT_REFERENCE = Fact.text("commitReference");

    private ReportFacts() {}
}
