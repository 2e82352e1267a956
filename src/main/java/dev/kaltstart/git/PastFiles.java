package dev.kaltstart.git;

import java.util.List;
import java.util.Map;

/**
 * What a search of the whole history has found.
 *
 * @param versions of each file that ever had a wanted content, all of them, the newest commit first
 * @param head the files of the branch that Flux follows, by path, with the ids of their contents
 * @param commits that were searched
 * @param leftOut what could not be searched, a sentence each
 */
public record PastFiles(List<FileVersion> versions, Map<String, String> head, int commits, List<String> leftOut) {

    public PastFiles {
        versions = List.copyOf(versions);
        head = Map.copyOf(head);
        leftOut = List.copyOf(leftOut);
    }

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
