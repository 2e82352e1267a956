package dev.kaltstart.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where everything lies that Kaltstart writes: {@code kaltstart.home}. Only its owner may look into it. */
public record Home(Path root) {

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * Makes the home, or takes one that is there.
     *
     * @throws IllegalArgumentException for a directory that others live in too: nobody else could enter it any more
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

    /** A directory under it, made when missing. */
    public Path directory(String name) {
        return make(root.resolve(name));
    }

    /** The command as it would be in any home: a recovery may go on in another one. */
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
            throw new UncheckedIOException("cannot make the directory " + directory + ": " + e.getMessage(), e);
        }
    }
}
