package dev.kaltstart.engine;

/** The engine's limits: 4000 characters in one text variable or message. */
public final class VariableLimits {

    public static final int LIMIT = 3900;

    private VariableLimits() {}

    public static String cut(String text) {
        return text.length() <= LIMIT
                ? text
                : text.substring(0, LIMIT) + "\n... (" + (text.length() - LIMIT) + " characters more)";
    }
}
