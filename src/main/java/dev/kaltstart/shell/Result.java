package dev.kaltstart.shell;

/**
 * The result of a command. An exit code proves nothing: a check has to find out the effect.
 *
 * @param exitCode of the program; -1 unless it {@link Ending#EXITED exited}
 * @param output standard output, redacted and bounded: its end, when it was too long
 * @param error standard error, likewise
 */
public record Result(Ending ending, int exitCode, String output, String error) {

    /** How a command ended. */
    public enum Ending {
        /** It exited by itself. */
        EXITED,
        /** It was stopped at its deadline. */
        STOPPED,
        /** Its end was not observed: it was started, or may have been, and is gone. */
        UNKNOWN
    }

    public static Result exited(int exitCode, String output, String error) {
        return new Result(Ending.EXITED, exitCode, output, error);
    }

    public boolean succeeded() {
        return ending == Ending.EXITED && exitCode == 0;
    }
}
