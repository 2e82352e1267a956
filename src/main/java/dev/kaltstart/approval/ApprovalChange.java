package dev.kaltstart.approval;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change of an approval, as an application event, in the same transaction.
 *
 * @param approval its id
 * @param digest of the plan; null in approvals of earlier versions
 * @param person who did it; null for what Kaltstart did by itself
 */
public record ApprovalChange(
        String recovery,
        Instant at,
        Change change,
        String approval,
        @Nullable String subject,
        String step,
        @Nullable String digest,
        @Nullable String person,
        String message) {

    /** Given by a person, withdrawn, or taken by the attempt that it allows. */
    public enum Change {
        GIVEN,
        WITHDRAWN,
        TAKEN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
