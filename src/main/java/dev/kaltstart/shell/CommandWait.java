package dev.kaltstart.shell;

import java.time.Duration;
import java.util.function.Consumer;

/** Waits for a command, and ends it at its time-out or when the step is cancelled. */
final class CommandWait {

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private CommandWait() {}

    /** @param whenInterrupted receives the partial result of a command that was cancelled */
    static Result until(Runner.Running running, Duration limit, Consumer<Result> whenInterrupted) {
        try {
            return running.await(limit).orElseGet(() -> stop(running, Result.Ending.STOPPED));
        } catch (InterruptedException e) {
            whenInterrupted.accept(stop(running, Result.Ending.UNKNOWN));
            // so that the step cannot run its next command
            Thread.currentThread().interrupt();
            throw new Shell.Interrupted("cancelled while a command was running");
        }
    }

    /** A second interrupt does not make it faster. */
    private static Result stop(Runner.Running running, Result.Ending ending) {
        boolean interrupted = Thread.interrupted();
        running.stop();
        interrupted |= Thread.interrupted();
        var last = new Result(ending, -1, "", "");
        try {
            last = running.await(LAST_WORDS).orElse(last);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new Result(ending, -1, last.output(), last.error());
    }
}
