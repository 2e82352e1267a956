package dev.kaltstart.git;

/** How one file differs from HEAD. */
public enum FileState {
    /** As in HEAD, or neither here nor there. */
    CLEAN,
    CHANGED,
    /** Here, but not in HEAD. */
    NEW,
    UNMERGED,
    /** Git has been told to overlook it. */
    IGNORED
}
