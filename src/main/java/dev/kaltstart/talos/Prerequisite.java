package dev.kaltstart.talos;

import java.util.regex.Pattern;

/**
 * One thing that a later step needs, and whether it is there now.
 *
 * @param message what was found; unless it is proven, also what to do
 */
record Prerequisite(State state, String message) {

    private static final Pattern LINE_ENDS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

    /** On one line each: they become items of a list, and parts of them come from a repository. */
    Prerequisite {
        message = LINE_ENDS.matcher(message).replaceAll(" ");
    }

    enum State {
        PROVEN,
        /** Only a person can know whether it is there. */
        UNPROVEN,
        MISSING,
        /** It could not be checked this time. */
        UNKNOWN
    }

    static Prerequisite proven(String message) {
        return new Prerequisite(State.PROVEN, message);
    }

    static Prerequisite unproven(String message) {
        return new Prerequisite(State.UNPROVEN, message);
    }

    static Prerequisite missing(String message) {
        return new Prerequisite(State.MISSING, message);
    }

    static Prerequisite unknown(String message) {
        return new Prerequisite(State.UNKNOWN, message);
    }
}
