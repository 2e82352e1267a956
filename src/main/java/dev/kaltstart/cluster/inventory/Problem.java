package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.check.PlainText;
import dev.kaltstart.cluster.yaml.Position;
import dev.kaltstart.cluster.yaml.UnreadableYaml;

/**
 * A mistake in a file that a person wrote.
 *
 * @param where file and line
 * @param message the problem and its remedy
 */
public record Problem(Severity severity, String where, String message) {

    public enum Severity {
        ERROR,
        WARNING
    }

    public Problem {
        where = PlainText.text(where);
        message = PlainText.text(message);
    }

    public static Problem error(Position at, String message) {
        return new Problem(Severity.ERROR, at.toString(), message);
    }

    public static Problem error(UnreadableYaml unreadable) {
        return error(unreadable.at(), unreadable.message());
    }

    static Problem warning(Position at, String message) {
        return new Problem(Severity.WARNING, at.toString(), message);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The problem in one line, in the format of compilers. */
    public String line() {
        return where + ": " + message;
    }
}
