package dev.kaltstart.git;

import org.jspecify.annotations.Nullable;

/**
 * What a checkout looks like; untracked files do not count.
 *
 * @param head null before the first commit
 * @param branch null when HEAD is detached
 * @param staged something is in the index that is not in HEAD
 * @param unmerged there are conflicts
 * @param changed a tracked file is not as the index has it
 * @param unfinished what somebody has begun here and not ended, such as a rebase
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
