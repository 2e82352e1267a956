package dev.kaltstart.twin.tool;

import java.time.Duration;

/**
 * What a command is going to have done.
 *
 * @param takes on the clock of the twin
 * @param hangs it never ends by itself
 */
record Outcome(int exitCode, String output, String error, Duration takes, boolean hangs) {

    private static final Duration AT_ONCE = Duration.ofMillis(500);

    static Outcome ok(String output) {
        return new Outcome(0, output, "", AT_ONCE, false);
    }

    static Outcome failed(int exitCode, String error) {
        return new Outcome(exitCode, "", error.endsWith("\n") ? error : error + "\n", AT_ONCE, false);
    }

    static Outcome failed(String error) {
        return failed(1, error);
    }

    Outcome after(Duration duration) {
        return new Outcome(exitCode, output, error, duration, hangs);
    }

    Outcome hanging() {
        return new Outcome(exitCode, output, error, takes, true);
    }

    Outcome saying(String more) {
        return new Outcome(exitCode, output, error + more, takes, hangs);
    }

    /** This, and then that: one failure is enough for both to have failed. */
    Outcome then(Outcome next) {
        return new Outcome(
                next.exitCode, output + next.output, error + next.error, takes.plus(next.takes), hangs || next.hangs);
    }
}
