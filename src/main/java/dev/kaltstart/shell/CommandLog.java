package dev.kaltstart.shell;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that were run, for people to read. */
public interface CommandLog {

    /** In the order in which they were begun. */
    List<CommandRecord> of(String recovery);

    /**
     * Those of one step.
     *
     * @param step names one execution of a step; what follows it after a hyphen tells its attempts apart
     */
    default List<CommandRecord> of(String recovery, String step) {
        return of(recovery).stream()
                .filter(command -> command.step().equals(step) || command.step().startsWith(step + "-"))
                .toList();
    }

    /**
     * @param line as a person would type it, redacted
     * @param state INTENT, STARTED, DONE or UNKNOWN
     * @param ending EXITED, STOPPED or UNKNOWN; null while it is on its way
     * @param exitCode -1 unless it ended by itself; null while it is on its way
     * @param beganAt when it was intended, right before it was begun
     * @param output the end of what it wrote so far as is known, redacted and without control characters
     */
    record CommandRecord(
            String recovery,
            String step,
            String line,
            String state,
            @Nullable String ending,
            @Nullable Integer exitCode,
            Instant beganAt,
            @Nullable Instant endedAt,
            String output,
            String error) {}
}
