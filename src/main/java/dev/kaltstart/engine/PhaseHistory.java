package dev.kaltstart.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The progress of a recovery, by the top-level phases of its model. */
public interface PhaseHistory {

    /** In the order in which they are drawn; empty for an unknown recovery. */
    List<Phase> of(String recovery);

    /** {@code STOPPED}: left before its end, by an error or an abort. */
    enum Progress {
        TO_COME,
        NOW,
        DONE,
        SKIPPED,
        STOPPED
    }

    /** @param beganAt the last time; a phase may be gone through again */
    record Phase(
            String id,
            String name,
            Progress progress,
            @Nullable Instant beganAt,
            @Nullable Instant endedAt) {}
}
