package dev.kaltstart.approval;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The approvals that people have given. */
public interface GivenApprovals {

    /** In the order in which they were given. */
    List<Approval> of(String recovery);

    /**
     * Leave for one attempt of one destructive step.
     *
     * @param subject what the step is about, as {@link dev.kaltstart.engine.Subject#text} writes it
     * @param preview what the approver was shown
     * @param digest of the plan; blank in approvals that an earlier version of Kaltstart kept
     * @param solo one person alone approved, so it became valid after a delay
     * @param withdrawnAt when a newer approval, a refusal, a change of the plan or the end of the recovery took its
     *     place; null when that never happened
     * @param withdrawnBy the person who cancelled it; null when no person did
     * @param takenAt when the step used it up; null when it has not
     */
    record Approval(
            String id,
            String recovery,
            String subject,
            String step,
            String mode,
            String approver,
            String reason,
            String preview,
            String digest,
            Instant approvedAt,
            @Nullable Instant expiresAt,
            boolean solo,
            @Nullable Instant withdrawnAt,
            @Nullable String withdrawnBy,
            @Nullable Instant takenAt) {}
}
