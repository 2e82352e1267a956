package dev.kaltstart.backup.drill;

import dev.kaltstart.engine.Fact;

/** The facts of a drill. */
final class DrillFacts {

    /** What the drill restores and what not, a line for each claim. */
    static final Fact<String> TABLE = Fact.text("drillTable");

    /** What the proof saw, a line for each claim. */
    static final Fact<String> PROOF = Fact.text("drillProof");

    /** What a person says about the application of the copy: {@code works}, {@code broken}. */
    static final Fact<String> COPY_STATE = Fact.text("copyState");

    /** On what that rests. */
    static final Fact<String> COPY_EVIDENCE = Fact.text("copyEvidence");

    private DrillFacts() {}
}
