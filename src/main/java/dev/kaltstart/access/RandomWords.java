package dev.kaltstart.access;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** Passwords and tokens that a person can read from a screen and type: no letter looks like another one. */
class RandomWords {

    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final SecureRandom random = new SecureRandom();

    /** About 139 bits. */
    String password() {
        return word(24);
    }

    /** About 277 bits. */
    String token() {
        return word(48);
    }

    private String word(int length) {
        return random.ints(length, 0, ALPHABET.length())
                .mapToObj(index -> String.valueOf(ALPHABET.charAt(index)))
                .collect(Collectors.joining());
    }
}
