package dev.kaltstart.engine;

/** What the engine can hold: 4000 characters in one text variable or message. */
final class VariableLimits {

    static final int LIMIT = 3900;

    private VariableLimits() {}

    static String cut(String text) {
        return text.length() <= LIMIT
                ? text
                : text.substring(0, LIMIT) + "\n... (" + (text.length() - LIMIT) + " characters more)";
    }
}
