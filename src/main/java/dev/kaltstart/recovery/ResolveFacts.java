package dev.kaltstart.recovery;

import dev.kaltstart.engine.Fact;

/** What a person decided when a step gave up. */
public final class ResolveFacts {

    /** retry, skip or abort. */
    public static final Fact<String> DECISION = Fact.text("decision");

    public static final Fact<String> REASON = Fact.text("resolveReason");

    /** The pods that block a drain may be deleted without asking their budgets. */
    public static final Fact<Boolean> DRAIN_FORCED = Fact.flag("drainForced");

    private ResolveFacts() {}
}
