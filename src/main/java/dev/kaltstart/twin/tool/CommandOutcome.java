package dev.kaltstart.twin.tool;

import java.time.Duration;

/**
 * The planned result of a command.
 *
 * @param takes on the clock of the twin
 * @param hangs it never ends by itself
 */
record CommandOutcome(int exitCode, String output, String error, Duration takes, boolean hangs) {

    private static final Duration AT_ONCE = Duration.ofMillis(500);

    static CommandOutcome ok(String output) {
        return new CommandOutcome(0, output, "", AT_ONCE, false);
    }

    static CommandOutcome failed(int exitCode, String error) {
        return new CommandOutcome(exitCode, "", error.endsWith("\n") ? error : error + "\n", AT_ONCE, false);
    }

    static CommandOutcome failed(String error) {
        return failed(1, error);
    }

    CommandOutcome after(Duration duration) {
        return new CommandOutcome(exitCode, output, error, duration, hangs);
    }

    CommandOutcome hanging() {
        return new CommandOutcome(exitCode, output, error, takes, true);
    }

    CommandOutcome saying(String more) {
        return new CommandOutcome(exitCode, output, error + more, takes, hangs);
    }

    /** This, and then that: one failure is enough for both to have failed. */
    CommandOutcome then(CommandOutcome next) {
        return new CommandOutcome(
                next.exitCode, output + next.output, error + next.error, takes.plus(next.takes), hangs || next.hangs);
    }
}
