package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.engine.Run;
import dev.kaltstart.shell.Shell;
import java.time.Duration;

/** A short wait inside of an act, on the clock of the run. */
public final class SuspensionPause {

    private SuspensionPause() {}

    /** @throws Shell.Interrupted when the step is told to stop */
    public static void of(Run run, Duration duration) {
        try {
            Thread.sleep(run.cluster().pace(duration).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Shell.Interrupted("told to stop while it waited for Flux");
        }
    }
}
