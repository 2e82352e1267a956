package dev.kaltstart.secrets.value;

import dev.kaltstart.engine.Fact;

/** What is known about the replacement of one credential, in its own round. */
final class ReplacementFacts {

    static final String REPLACED = "replaced";
    static final String NO_SECRET = "noSecret";
    static final String SKIP = "skip";

    /** What a person has done: {@link #REPLACED}, {@link #NO_SECRET} or {@link #SKIP}. */
    static final Fact<String> DONE = Fact.text("valueDone");

    static final Fact<String> EVIDENCE = Fact.text("valueEvidence");

    static final Fact<String> SKIP_REASON = Fact.text("valueSkipReason");

    /** What is proven, and what is not, for people. */
    static final Fact<String> PROOF = Fact.text("valueProof");

    /** It was skipped: whoever has the leaked value can still use it. */
    static final Fact<Boolean> EXPOSED = Fact.flag("valueExposed");

    /** How the answer begins with which a value stays exposed. */
    static final String SKIPPED = "skipped, it stays exposed: ";

    private ReplacementFacts() {}
}
