package dev.kaltstart.cluster.yaml;

/**
 * A place in a file, for people.
 *
 * @param file as the user knows it: relative to the repository, or as given
 * @param line counted from one; 0 for the whole file
 */
public record Position(String file, int line) {

    public static Position of(String file) {
        return new Position(file, 0);
    }

    @Override
    public String toString() {
        return line > 0 ? file + ":" + line : file;
    }
}
