package dev.kaltstart.git;

/** The place where a commit was found that may no longer be on any branch. */
public enum Recalled {
    /** In the clone. */
    CLONE,
    /** In the checkout on this machine; the clone now has it, too. */
    CHECKOUT,
    /** On the host, by its id; the clone now has it, too. */
    HOST,
    /** In none of them. */
    NOWHERE
}
