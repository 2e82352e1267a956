package dev.kaltstart.audit;

/** The result of a check of the whole chain. */
sealed interface ChainVerdict {

    /**
     * Every event is unchanged.
     *
     * @param newer events written after the file
     */
    record Sound(ChainHead head, long newer) implements ChainVerdict {}

    /** @param message position and kind of the tampering */
    record Broken(Kind kind, String message) implements ChainVerdict {}

    /** The kinds of tampering. */
    enum Kind {
        CHANGED,
        MISSING,
        INSERTED,
        REORDERED,
        CUT_OFF,
        HEAD_REPLACED
    }
}
