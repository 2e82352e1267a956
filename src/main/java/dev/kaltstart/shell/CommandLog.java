package dev.kaltstart.shell;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that were run, for people to read. */
public interface CommandLog {

    /** In the order in which they were begun. */
    List<CommandRecord> of(String recovery);

    /**
     * @param line as a person would type it, redacted
     * @param state INTENT, STARTED, DONE or UNKNOWN
     * @param output the end of what it wrote, redacted
     */
    record CommandRecord(
            String recovery,
            String step,
            String line,
            String state,
            @Nullable Integer exitCode,
            Instant beganAt,
            @Nullable Instant endedAt,
            @Nullable String output,
            @Nullable String error) {}
}
