package dev.kaltstart.access;

import dev.kaltstart.shell.HeldHome;
import dev.kaltstart.shell.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The home, as a command finds it. It makes none, and leaves nothing in it that the server could not read. */
final class HostHome {

    private static final String UNKNOWN = "?";

    private HostHome() {}

    /**
     * @param needed whether the database is in it
     * @return empty where another process works in it, or there is none, and it is not needed
     * @throws PersonRefused when it is needed and cannot be had
     */
    static Optional<HeldHome> hold(Home home, boolean needed) {
        Path root = home.root();
        if (!Files.isDirectory(root)) {
            return missing(root, needed);
        }
        String owner = owner(root);
        String user = System.getProperty("user.name", UNKNOWN);
        if (!user.equals(UNKNOWN) && !owner.equals(user)) {
            throw new PersonRefused("The home " + root + " belongs to " + owner + ", and this runs as " + user
                    + ". Run it as the owner, or the server cannot read its own files afterwards: sudo -u " + owner
                    + " env KALTSTART_HOME=" + root + " java -jar kaltstart.jar person ...");
        }
        try {
            return Optional.of(HeldHome.take(home));
        } catch (HeldHome.Taken e) {
            if (needed) {
                throw new PersonRefused("Kaltstart runs: " + e.getMessage()
                        + ". The embedded database lets in one process at a time. Stop Kaltstart, repeat this and start it"
                        + " again; recoveries continue where they were. An administrator can also do it in"
                        + " /camunda/app/admin/ while it runs.");
            }
            return Optional.empty();
        }
    }

    private static Optional<HeldHome> missing(Path root, boolean needed) {
        if (needed) {
            throw new PersonRefused("There is no Kaltstart in " + root + ". Name its home in KALTSTART_HOME. One that"
                    + " has never run makes its administrator at the first start.");
        }
        return Optional.empty();
    }

    private static String owner(Path root) {
        try {
            return Files.getOwner(root).getName();
        } catch (IOException | UnsupportedOperationException e) {
            throw new PersonRefused("The owner of " + root + " cannot be seen: " + e.getMessage());
        }
    }
}
