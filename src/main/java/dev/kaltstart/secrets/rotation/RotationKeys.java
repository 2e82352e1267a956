package dev.kaltstart.secrets.rotation;

import dev.kaltstart.keyring.Keyring;
import java.nio.file.Path;
import java.util.List;

/** The age keys of one recovery, in its keyring. What it returns is secret, unless it is a path. */
record RotationKeys(Keyring keyring, String recovery) {

    /** All identities of this machine, as they were before. */
    static final String BEFORE = "age-keys-before";

    /** The identity that leaked, one line. */
    static final String LEAKED = "leaked-age-key";

    static final String NEW = "new-age-key";

    private static final String BEGINNING = "AGE-SECRET-KEY-";

    boolean has(String name) {
        return keyring.find(recovery, name).isPresent();
    }

    String put(String name, String secret) {
        return keyring.put(recovery, name, secret);
    }

    /** @throws IllegalStateException when it is not there, because no step has stored it, or it was wiped */
    Path file(String name) {
        return keyring.file(recovery, reference(name));
    }

    String read(String name) {
        return keyring.read(recovery, reference(name));
    }

    /** The one line of the key file that is the key. */
    String identity(String name) {
        return identities(read(name)).get(0);
    }

    private String reference(String name) {
        return keyring.find(recovery, name)
                .orElseThrow(() -> new IllegalStateException("the keyring of " + recovery + " has no " + name));
    }

    static List<String> identities(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(BEGINNING))
                .toList();
    }
}
