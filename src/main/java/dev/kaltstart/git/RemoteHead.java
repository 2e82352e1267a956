package dev.kaltstart.git;

/** A host's answer for the head of a branch. */
public sealed interface RemoteHead {

    record At(CommitId commit) implements RemoteHead {}

    /** There is no such branch. */
    record Missing() implements RemoteHead {}

    /**
     * No answer, or an unusable one.
     *
     * @param message Git's message, for a person; includes a denied permission
     */
    record Unreachable(String message) implements RemoteHead {}
}
