package dev.kaltstart.keyring;

import java.util.Optional;

/**
 * Secrets that a recovery needs again in a later step. They are files that only the owner of {@code KALTSTART_HOME} can
 * read: no variable, no log and no export has them, and they are wiped when the recovery ends. The facts of a run carry
 * the reference.
 */
public interface Keyring {

    /**
     * Keeps a secret. A second call with the same secret changes nothing; what is kept is never replaced, because it may
     * be in use in the cluster already.
     *
     * @param name lower-case letters, digits and hyphens, such as {@code new-age-key}
     * @return the reference, a short text that says nothing about the secret
     * @throws IllegalArgumentException for a bad name, or a secret that is too short to be redacted or too large
     * @throws IllegalStateException when another secret has that name
     */
    String put(String recovery, String name, String secret);

    /** The reference of a secret that is there: a step that runs again goes on with the secret it made before. */
    Optional<String> find(String recovery, String name);

    /** @throws Unknown for a reference of another recovery, or of a secret that has been wiped */
    String read(String recovery, String reference);

    /** Overwrites and deletes all secrets of a recovery. On a copy-on-write disk the old blocks may outlive it. */
    void wipe(String recovery);

    /** The reference leads to no secret of this recovery. */
    class Unknown extends RuntimeException {
        Unknown(String message) {
            super(message);
        }
    }
}
