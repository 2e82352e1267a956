package dev.kaltstart.recovery;

import java.time.Duration;
import java.time.Instant;

/** How long an outage has lasted. In a rehearsal time passes faster, from the moment the recovery was created. */
final class RunClock {

    private RunClock() {}

    static Duration elapsed(RecoveryRows.Row row, Instant now) {
        if (row.greenAt() != null) {
            return Duration.between(row.startedAt(), row.greenAt());
        }
        Instant until = row.endedAt() == null ? now : row.endedAt();
        Duration sinceCreated = Duration.between(row.createdAt(), until);
        return Duration.between(row.startedAt(), row.createdAt())
                .plusMillis(Math.round(sinceCreated.toMillis() * row.speed()));
    }
}
