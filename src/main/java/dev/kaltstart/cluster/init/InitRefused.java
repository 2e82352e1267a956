package dev.kaltstart.cluster.init;

/** Nothing was written; the message says why, and what to do. */
final class InitRefused extends RuntimeException {

    InitRefused(String message) {
        super(message);
    }

    static InitRefused existing(String file) {
        return new InitRefused(
                "%s exists already, and is not overwritten: choose another file with --output".formatted(file));
    }
}
