package dev.kaltstart.approval;

import java.time.Instant;
import java.util.List;

/** Approvals that are still to be used, which every operator can cancel. */
public interface PendingApprovals {

    /** The first that becomes valid comes first. */
    List<Pending> unused(String recovery);

    /**
     * Takes back what was approved together, as far as no step has used it.
     *
     * @param bundle id of the plans that were shown together
     * @return the steps that were allowed, and are not any more; empty when there were none
     */
    List<String> cancel(String recovery, String bundle, String person, String reason);

    /**
     * Approvals that were given together.
     *
     * @param subject what the steps are about, as {@link dev.kaltstart.engine.Subject#text} writes it
     * @param steps in words, in the order of the plan
     * @param solo given by one person alone
     * @param validFrom when they become valid, or became
     */
    record Pending(
            String bundle, String subject, List<String> steps, String approver, boolean solo, Instant validFrom) {}
}
