package dev.kaltstart.shell;

/**
 * What became of a command. An exit code proves nothing: what the command did is for a check to find out.
 *
 * @param exitCode of the program; -1 unless it {@link Ending#EXITED exited}
 * @param output what it wrote to standard output, redacted and bounded: the end of it, when it was too long
 * @param error what it wrote to standard error, likewise
 */
public record Result(Ending ending, int exitCode, String output, String error) {

    /** How a command came to its end. */
    public enum Ending {
        /** It ended by itself. */
        EXITED,
        /** It was stopped at its deadline. */
        STOPPED,
        /** Nobody saw its end: it was started, or may have been, and is gone. */
        UNKNOWN
    }

    public static Result exited(int exitCode, String output, String error) {
        return new Result(Ending.EXITED, exitCode, output, error);
    }

    public boolean succeeded() {
        return ending == Ending.EXITED && exitCode == 0;
    }
}
