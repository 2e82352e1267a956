package dev.kaltstart.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One thing that a later step needs, and whether it is there now.
 *
 * @param message what was found; unless it is proven, also what to do
 */
public record Prerequisite(State state, String message) {

    private static final Pattern LINE_ENDS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

    /** On one line each: they become items of a list, and parts of them come from a repository. */
    public Prerequisite {
        message = LINE_ENDS.matcher(message).replaceAll(" ");
    }

    /** The worse, the later. */
    public enum State {
        PROVEN,
        /** Only a person can know whether it is there. */
        UNPROVEN,
        /** It could not be checked this time. */
        UNKNOWN,
        MISSING
    }

    public static Prerequisite proven(String message) {
        return new Prerequisite(State.PROVEN, message);
    }

    public static Prerequisite unproven(String message) {
        return new Prerequisite(State.UNPROVEN, message);
    }

    public static Prerequisite missing(String message) {
        return new Prerequisite(State.MISSING, message);
    }

    public static Prerequisite unknown(String message) {
        return new Prerequisite(State.UNKNOWN, message);
    }

    /** Several things that are needed together: as bad as the worst of them. Of those that are not proven, all are named. */
    public static Prerequisite all(List<Prerequisite> parts) {
        State worst = parts.stream()
                .map(Prerequisite::state)
                .max(Comparator.naturalOrder())
                .orElse(State.PROVEN);
        return new Prerequisite(
                worst,
                parts.stream()
                        .filter(part -> worst == State.PROVEN || part.state() != State.PROVEN)
                        // what is missing is read first
                        .sorted(Comparator.comparing(Prerequisite::state).reversed())
                        .map(Prerequisite::message)
                        .distinct()
                        .collect(Collectors.joining("; ")));
    }
}
