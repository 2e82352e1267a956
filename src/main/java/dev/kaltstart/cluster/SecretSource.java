package dev.kaltstart.cluster;

import java.nio.file.Path;

/** Where a secret of kaltstart.yaml is read from, each time that it is used; the secret itself is never configured. */
public sealed interface SecretSource {

    /** For messages. */
    String label();

    /** In the first line of a file that only its owner may read. */
    record InFile(Path file) implements SecretSource {
        @Override
        public String label() {
            return "the file " + file;
        }
    }

    /** In a variable of Kaltstart's own environment. */
    record InVariable(String name) implements SecretSource {
        @Override
        public String label() {
            return "the variable " + name;
        }
    }
}
