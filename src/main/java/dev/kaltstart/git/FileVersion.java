package dev.kaltstart.git;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of one file in the history.
 *
 * @param path as the commit has it: foreign text, which may contain anything but NUL
 * @param commit that wrote this version, or deleted the file
 * @param at time on the committer's clock, which may be wrong; the epoch when it is invalid
 * @param blob id of the content; null when the commit deleted the file, or put a link or a submodule in its place
 */
public record FileVersion(
        String path, CommitId commit, Instant at, @Nullable String blob) {}
