package dev.kaltstart.keyring;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Secrets that a later step of a recovery needs again. They are files that only the owner of {@code KALTSTART_HOME} can
 * read: never in a variable, a log or an export, and wiped when the recovery ends. The facts of a run carry only the
 * reference.
 */
public interface Keyring {

    /**
     * Stores a secret. A second call with the same secret changes nothing; a stored secret is never replaced, because it
     * may already be in use in the cluster.
     *
     * @param name lower-case letters, digits and hyphens, such as {@code new-age-key}
     * @return the reference, a short text that reveals nothing about the secret
     * @throws IllegalArgumentException for a bad name, or a secret that is too short to be redacted or too large
     * @throws IllegalStateException when another secret has that name
     */
    String put(String recovery, String name, String secret);

    /**
     * Stores what a program writes to a file, so that the secret never passes through an argument, an output or a variable.
     * The program runs only when there is no such secret yet: a file that it left unfinished is wiped first.
     *
     * @param program writes the file, which does not exist yet, or throws
     * @return the reference
     * @throws IllegalStateException when the program has not written a usable secret
     */
    String receive(String recovery, String name, Consumer<Path> program);

    /** The file of a stored secret, for a program that reads a secret only from a file. Do not change the file. */
    Path file(String recovery, String reference);

    /** The reference of a stored secret: a step that runs again continues with the secret of its first run. */
    Optional<String> find(String recovery, String name);

    /** @throws Unknown for a reference of another recovery, or of a secret that has been wiped */
    String read(String recovery, String reference);

    /** Overwrites and deletes all secrets of a recovery. On a copy-on-write disk the old blocks may outlive it. */
    void wipe(String recovery);

    /** The reference does not belong to a secret of this recovery. */
    class Unknown extends RuntimeException {
        Unknown(String message) {
            super(message);
        }
    }
}
