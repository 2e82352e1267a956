package dev.kaltstart.git;

/** How one file differs from HEAD. */
public enum FileState {
    /** As in HEAD, or in neither. */
    CLEAN,
    CHANGED,
    /** In the checkout, but not in HEAD. */
    NEW,
    UNMERGED,
    /** Ignored by Git. */
    IGNORED
}
