package dev.kaltstart.git;

import org.jspecify.annotations.Nullable;

/**
 * How one file differs from HEAD.
 *
 * @param blob object name of its content in HEAD; null when it is clean or not in HEAD
 */
public record FileState(Kind kind, @Nullable String blob) {

    /** What Git thinks of the file. */
    public enum Kind {
        /** As in HEAD, or neither here nor there. */
        CLEAN,
        CHANGED,
        /** Here, but not in HEAD. */
        NEW,
        UNMERGED,
        /** Git has been told to overlook it. */
        IGNORED
    }
}
