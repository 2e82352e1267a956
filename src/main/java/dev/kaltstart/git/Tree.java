package dev.kaltstart.git;

import org.jspecify.annotations.Nullable;

/**
 * The state of a checkout, without untracked files.
 *
 * @param head null before the first commit
 * @param branch null when HEAD is detached
 * @param staged the index differs from HEAD
 * @param unmerged there are conflicts
 * @param changed a tracked file differs from the index
 * @param unfinished an operation in progress, such as a rebase
 */
public record Tree(
        @Nullable CommitId head,
        @Nullable String branch,
        boolean staged,
        boolean unmerged,
        boolean changed,
        @Nullable String unfinished) {

    public boolean detached() {
        return branch == null;
    }

    public boolean dirty() {
        return staged || unmerged || changed;
    }
}
