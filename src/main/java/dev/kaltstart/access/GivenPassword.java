package dev.kaltstart.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A password that a person chose, one line on standard input. */
final class GivenPassword {

    static final int SHORTEST = 12;
    static final int LONGEST = 200;

    /** In bytes; no character has more than four. */
    private static final int MOST = 4 * LONGEST + 2;

    private GivenPassword() {}

    /** @throws PersonRefused when it cannot be one */
    static String read(InputStream in, String name) {
        try {
            String text = new String(in.readNBytes(MOST + 1), StandardCharsets.UTF_8);
            String password = text.lines().findFirst().orElse("");
            int length = password.codePointCount(0, password.length());
            if (length < SHORTEST || length > LONGEST) {
                throw new PersonRefused("The password on standard input must have " + SHORTEST + " to " + LONGEST
                        + " characters, in one line.");
            }
            if (password.codePoints().anyMatch(Character::isISOControl) || password.indexOf('\ufffd') >= 0) {
                throw new PersonRefused("The password on standard input must be UTF-8, without control characters.");
            }
            if (password.equalsIgnoreCase(name)) {
                throw new PersonRefused("The password must not be the name.");
            }
            return password;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input", e);
        }
    }
}
