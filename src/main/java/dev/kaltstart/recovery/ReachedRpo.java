package dev.kaltstart.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of the data of a namespace was lost.
 *
 * @param restorePoint the start of the backup that was really restored; missing when it is not known
 * @param rpoSeconds between that and the start of the outage; missing when it is not known
 * @param allowedSeconds the objective
 * @param met missing when it is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReachedRpo(
        String namespace,
        @Nullable Instant restorePoint,
        @Nullable Long rpoSeconds,
        long allowedSeconds,
        @Nullable Boolean met) {

    static ReachedRpo of(RestoredData data, Instant outage, Duration allowed) {
        var lost = data.lost(outage);
        return new ReachedRpo(
                data.namespace(),
                data.restorePoint(),
                lost.map(Duration::toSeconds).orElse(null),
                allowed.toSeconds(),
                lost.map(time -> time.compareTo(allowed) <= 0).orElse(null));
    }
}
