package dev.kaltstart.recovery;

import dev.kaltstart.engine.Fact;

/** Fields of the forms in which a person decides how a step that stopped goes on. */
public final class ResolveFacts {

    /** retry or abort. */
    public static final Fact<String> DECISION = Fact.text("decision");

    public static final Fact<String> REASON = Fact.text("resolveReason");

    /** retry, skip or abort; where the phase can be skipped. */
    public static final Fact<String> SKIP_DECISION = Fact.text("skipDecision");

    public static final Fact<String> SKIP_REASON = Fact.text("skipReason");

    private ResolveFacts() {}
}
