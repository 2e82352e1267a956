package dev.kaltstart.approval;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people have allowed. */
public interface Approved {

    /** In the order in which they were given. */
    List<Approval> of(String recovery);

    /**
     * Leave for one attempt of one destructive step.
     *
     * @param preview what the approver was shown
     * @param withdrawnAt when a newer approval or a refusal took its place; null when that never happened
     * @param takenAt when the step used it up; null when it has not
     */
    record Approval(
            String id,
            String recovery,
            String step,
            String approver,
            String reason,
            String preview,
            Instant approvedAt,
            @Nullable Instant withdrawnAt,
            @Nullable Instant takenAt) {}
}
