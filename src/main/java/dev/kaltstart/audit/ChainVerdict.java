package dev.kaltstart.audit;

/** What a look at the whole chain has shown. */
sealed interface ChainVerdict {

    /**
     * Every event is the one that was written.
     *
     * @param newer events that the file does not know yet
     */
    record Sound(ChainHead head, long newer) implements ChainVerdict {}

    /** @param words where, and what was done there */
    record Broken(Kind kind, String words) implements ChainVerdict {}

    /** How a chain breaks. */
    enum Kind {
        CHANGED,
        MISSING,
        INSERTED,
        REORDERED,
        CUT_OFF,
        HEAD_REPLACED
    }
}
