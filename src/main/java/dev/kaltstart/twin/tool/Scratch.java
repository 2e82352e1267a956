package dev.kaltstart.twin.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files in the scratch copy of a repository. */
public final class Scratch {

    private Scratch() {}

    /** Makes a directory that only its owner may enter. */
    public static Path directory(Path directory) throws IOException {
        Files.createDirectories(directory);
        allow(directory, "rwx------");
        return directory;
    }

    /** Writes a file that only its owner may read. */
    public static void write(Path file, String content) {
        try {
            var parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, content);
            allow(file, "rw-------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void allow(Path path, String permissions) throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
