package dev.kaltstart.git;

import java.util.List;

/**
 * What differs between two commits. A file that was renamed counts as one deleted and one added.
 *
 * @param files at most 500 of them
 * @param complete whether the counts are those of all files; false when there were too many to read, or what they are
 *     called was not fit to be shown
 */
public record Changes(int added, int changed, int deleted, List<FileChange> files, boolean complete) {

    static final Changes NONE = new Changes(0, 0, 0, List.of(), true);

    public Changes {
        files = List.copyOf(files);
    }

    /** What became of a file. */
    public enum Kind {
        ADDED,
        CHANGED,
        DELETED
    }

    /**
     * One file.
     *
     * @param path as Git writes it: in quotes with escapes when there is anything strange in it
     */
    public record FileChange(Kind kind, String path) {}
}
