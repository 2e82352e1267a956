package dev.kaltstart.shell;

import java.time.Duration;
import java.util.Optional;

/** Waits for a command, and ends it when its time is up or nobody wants it any more. */
final class Waiting {

    private Waiting() {}

    static Result until(Runner.Running running, Duration limit, Runnable whenInterrupted) {
        try {
            Optional<Result> end = running.await(limit);
            if (end.isPresent()) {
                return end.get();
            }
            running.stop();
            Result last =
                    running.await(Duration.ofSeconds(1)).orElseGet(() -> new Result(Result.Ending.STOPPED, -1, "", ""));
            return new Result(Result.Ending.STOPPED, -1, last.output(), last.error());
        } catch (InterruptedException e) {
            running.stop();
            whenInterrupted.run();
            throw new Shell.Interrupted("told to stop while a command was running");
        }
    }
}
