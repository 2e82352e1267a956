package dev.kaltstart.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory for all files that Kaltstart writes: {@code kaltstart.home}. Readable only by its owner. */
public record Home(Path root) {

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * Creates the home, or opens an existing one.
     *
     * @throws IllegalArgumentException for a shared directory, which other users could no longer enter
     */
    static Home open(Path root) {
        var home = new Home(root);
        if (home.root().getParent() == null || sharedBy(home, "user.home") || sharedBy(home, "java.io.tmpdir")) {
            throw new IllegalArgumentException("KALTSTART_HOME must be a directory of its own, and " + home.root()
                    + " is not; take one in it, such as " + home.root().resolve("kaltstart-home"));
        }
        make(home.root());
        return home;
    }

    private static boolean sharedBy(Home home, String property) {
        String other = System.getProperty(property, "");
        return !other.isEmpty()
                && home.root().equals(Path.of(other).toAbsolutePath().normalize());
    }

    /** A directory below the home, created when missing. */
    public Path directory(String name) {
        return make(root.resolve(name));
    }

    /** The command with paths relative to the home: a recovery may continue in another home. */
    Command relative(Command command) {
        var arguments = command.arguments().stream()
                .map(argument -> argument.replace(root + "/", "~kaltstart/"))
                .toArray(String[]::new);
        return Command.of(command.program(), arguments);
    }

    static Path make(Path directory) {
        try {
            Files.createDirectories(directory);
            if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the directory " + directory + ": " + e.getMessage(), e);
        }
    }
}
