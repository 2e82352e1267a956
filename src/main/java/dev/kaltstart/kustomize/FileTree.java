package dev.kaltstart.kustomize;

import java.util.List;
import java.util.Optional;

/** Files that something is built from. Paths are relative, normalised, and separated by slashes; empty is the top. */
public interface FileTree {

    /** Empty when there is no such file. */
    Optional<String> read(String path);

    boolean isDirectory(String path);

    /** Every file below a directory, however deep, relative to it and sorted. */
    List<String> files(String directory);

    /** The path of a file in the repository, for messages. */
    default String place(String path) {
        return path;
    }
}
