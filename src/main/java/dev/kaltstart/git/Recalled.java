package dev.kaltstart.git;

/** Where a commit was found that may no longer be on any branch. */
public enum Recalled {
    /** It was in the clone already. */
    CLONE,
    /** The checkout on this machine still had it; now the clone does, too. */
    CHECKOUT,
    /** The host still gave it out by its id; now the clone has it, too. */
    HOST,
    /** Nobody who could be asked has it. */
    NOWHERE
}
