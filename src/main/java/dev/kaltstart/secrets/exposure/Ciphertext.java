package dev.kaltstart.secrets.exposure;

import java.util.Optional;

/** What an encrypted file has at one place. Ciphertext is public: the repository has it. */
public final class Ciphertext {

    private Ciphertext() {}

    /**
     * Identifies what the file has there, without showing it.
     *
     * @param keyPath as {@link ExposedValue#keyPath}; empty for all of the file
     * @return empty when the file has nothing there
     */
    public static Optional<String> digest(byte[] file, String keyPath) {
        return FileLeaves.of(file).all().stream()
                .filter(leaf -> !leaf.below("sops"))
                .filter(leaf -> keyPath.isEmpty() || KeyPath.text(leaf.path()).equals(keyPath))
                .map(Leaf::text)
                .reduce((one, other) -> SafeName.digest(one, other))
                .map(SafeName::digest);
    }

    /** Whether it is encrypted there. */
    public static boolean encrypted(byte[] file, String keyPath) {
        return FileLeaves.of(file).all().stream()
                .anyMatch(leaf -> KeyPath.text(leaf.path()).equals(keyPath) && leaf.encrypted());
    }
}
