package dev.kaltstart.access;

/** The command cannot do it. The message says why and what to do, in whole sentences. */
final class PersonRefused extends RuntimeException {

    PersonRefused(String message) {
        super(message);
    }
}
