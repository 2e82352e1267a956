package dev.kaltstart.git;

/** What a host answers when it is asked for the head of a branch. */
public sealed interface RemoteHead {

    record At(CommitId commit) implements RemoteHead {}

    /** There is no such branch. */
    record Missing() implements RemoteHead {}

    /**
     * No answer, or one that is no use.
     *
     * @param words what Git said, for a person; says too when we may not read
     */
    record Unreachable(String words) implements RemoteHead {}
}
