package dev.kaltstart.drill;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/**
 * One drill of one cluster in the calendar. Dates are in UTC.
 *
 * @param drill id of its model
 * @param every ISO 8601 period; null when it is never due
 * @param last the recovery that counts; null when there is none
 * @param real that was a real recovery, and no drill
 * @param signedOffBy who signed it off; null while it is open
 * @param nextDue null when it is never due
 * @param changedAt when the entry last changed
 */
@NamedInterface("status")
public record ScheduledDrill(
        String cluster,
        String drill,
        @Nullable String every,
        @Nullable String last,
        @Nullable Instant lastAt,
        boolean real,
        @Nullable String signedOffBy,
        @Nullable Instant signedOffAt,
        @Nullable LocalDate nextDue,
        boolean overdue,
        long overdueDays,
        Instant changedAt) {

    /** By the name of the cluster. */
    @FunctionalInterface
    @NamedInterface("status")
    public interface ByCluster {

        /** None for a twin, which cannot be drilled. */
        List<ScheduledDrill> drills(String cluster);
    }
}
