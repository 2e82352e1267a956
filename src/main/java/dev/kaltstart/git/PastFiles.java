package dev.kaltstart.git;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a search of the whole history has found.
 *
 * @param versions of each file that ever had a wanted content, all of them, the newest commit first
 * @param head the files of the branch that Flux follows, by path, with the ids of their contents
 * @param commits that were searched
 * @param leftOut what could not be searched, a sentence each
 */
public record PastFiles(List<Version> versions, Map<String, String> head, int commits, List<String> leftOut) {

    public PastFiles {
        versions = List.copyOf(versions);
        head = Map.copyOf(head);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * One version of one file in the history.
     *
     * @param path as the commit has it: foreign text, which may contain anything but NUL
     * @param commit that wrote this version, or deleted the file
     * @param at time on the committer's clock, which may be wrong; the epoch when it is invalid
     * @param blob id of the content; null when the commit deleted the file, or put a link or a submodule in its place
     */
    public record Version(
            String path,
            CommitId commit,
            Instant at,
            @Nullable String blob) {}

    /** Sees each content once, however many commits and paths have it. */
    @FunctionalInterface
    public interface ContentReader {

        /**
         * @param blob id of the content
         * @return whether the files that ever had this content are wanted
         */
        boolean wants(String blob, byte[] content);
    }
}
