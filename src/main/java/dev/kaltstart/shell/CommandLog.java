package dev.kaltstart.shell;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The executed commands, for people to read. */
public interface CommandLog {

    /** In the order of their intents. */
    List<CommandRecord> of(String recovery);

    /**
     * The commands of one step.
     *
     * @param step names one execution of a step; the suffix after a hyphen numbers its attempts
     */
    default List<CommandRecord> of(String recovery, String step) {
        return of(recovery).stream()
                .filter(command -> command.step().equals(step) || command.step().startsWith(step + "-"))
                .toList();
    }

    /**
     * @param line quoted for a shell, redacted
     * @param state INTENT, STARTED, DONE or UNKNOWN
     * @param ending EXITED, STOPPED or UNKNOWN; null while running
     * @param exitCode -1 unless it exited by itself; null while running
     * @param beganAt time of the intent, right before the start
     * @param output the end of its known output, redacted and without control characters
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
