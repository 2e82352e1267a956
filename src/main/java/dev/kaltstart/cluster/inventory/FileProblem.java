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
public record FileProblem(Severity severity, String where, String message) {

    public enum Severity {
        ERROR,
        WARNING
    }

    public FileProblem {
        where = PlainText.text(where);
        message = PlainText.text(message);
    }

    public static FileProblem error(Position at, String message) {
        return new FileProblem(Severity.ERROR, at.toString(), message);
    }

    public static FileProblem error(UnreadableYaml unreadable) {
        return error(unreadable.at(), unreadable.message());
    }

    static FileProblem warning(Position at, String message) {
        return new FileProblem(Severity.WARNING, at.toString(), message);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The problem in one line, in the format of compilers. */
    public String line() {
        return where + ": " + message;
    }
}
