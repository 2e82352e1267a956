package dev.kaltstart.git;

import java.util.List;

/**
 * The differences between two commits. A renamed file counts as one deleted and one added.
 *
 * @param files at most 500 of them
 * @param complete whether the counts cover all files; false when there were too many to read, or when redaction removed
 *     names
 */
public record Changes(int added, int changed, int deleted, List<FileChange> files, boolean complete) {

    static final Changes NONE = new Changes(0, 0, 0, List.of(), true);

    public Changes {
        files = List.copyOf(files);
    }

    /** How a file changed. */
    public enum Kind {
        ADDED,
        CHANGED,
        DELETED
    }

    /**
     * A changed file.
     *
     * @param path as Git prints it: quoted and escaped when it has unusual characters
     */
    public record FileChange(Kind kind, String path) {}
}
