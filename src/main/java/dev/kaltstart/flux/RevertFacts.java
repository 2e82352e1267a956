package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;

/** What else is known when something is undone in Git. */
final class RevertFacts {

    /** Where the revert was offered to people, and what they do with it. */
    static final Fact<String> OFFER_WORDS = Fact.text("offerWords");

    /** The revert brings back volumes or namespaces: something had deleted them. */
    static final Fact<Boolean> STATEFUL_BACK = Fact.flag("statefulBack");

    /** Evidence: annotations that would have kept them. */
    static final Fact<String> GUARD_REF = Fact.text("guardRef");

    /** Where the newest commits are from, and how old they are. */
    static final Fact<String> HEAD_WORDS = Fact.text("headWords");

    /** The newest commits of the branch, as {@link CommitOptions} lists them. */
    static final Fact<String> COMMITS = Fact.text("commitsSince");

    private RevertFacts() {}
}
