package dev.kaltstart.backup;

import dev.kaltstart.engine.Fact;

/** The facts of the restore of one namespace. */
final class RestoreFacts {

    /** Each lost claim with its restore points, one per line. */
    static final Fact<String> TABLE = Fact.text("restoreTable");

    /** How a person wants the data back: {@code restore}, {@code byHand}, {@code giveUp}. */
    static final Fact<String> WAY = Fact.text("restoreWay");

    /** Which of the offered restore points: a value of {@link RestoreOptions}. */
    static final Fact<String> POINT = Fact.text("restorePoint");

    /** Why. */
    static final Fact<String> REASON = Fact.text("restoreReason");

    /** The restored data is proven to be what was saved, all of it. */
    static final Fact<Boolean> PROVEN = Fact.flag("dataProven");

    /** What the proof saw, a line for each claim. */
    static final Fact<String> PROOF = Fact.text("dataProof");

    /** What a person says about data that could not be proven: {@code right}, {@code again}. */
    static final Fact<String> VERDICT = Fact.text("dataVerdict");

    /** On what that rests. */
    static final Fact<String> VERDICT_EVIDENCE = Fact.text("dataEvidence");

    private RestoreFacts() {}
}
