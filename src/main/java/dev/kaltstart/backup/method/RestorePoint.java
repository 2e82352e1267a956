package dev.kaltstart.backup.method;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A state of a volume that a method can bring back.
 *
 * @param method by its word in kaltstart.yaml
 * @param id for the method alone: of a backup, of a volume
 * @param started when the backup began, the moment whose data it has at least; null when only the restore shows it
 * @param label for people: {@code VolSync, the newest snapshot before 2026-03-01T10:00:00Z}
 */
public record RestorePoint(
        String method, String id, @Nullable Instant started, String label) {

    /** The newest data is worth the most; a point of unknown age the least. */
    boolean newerThan(RestorePoint other) {
        return started != null && (other.started() == null || started.isAfter(other.started()));
    }
}
