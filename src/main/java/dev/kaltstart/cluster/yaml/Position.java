package dev.kaltstart.cluster.yaml;

/**
 * Where something stands, for people.
 *
 * @param file as the person knows it: relative to the repository, or as it was given
 * @param line counted from one; 0 when the whole file is meant
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
