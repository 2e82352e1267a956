package dev.kaltstart.engine.worker;

import dev.kaltstart.engine.Approvals;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One step waits for an approval that becomes valid later. Of one turn at a time. */
final class ApprovalWait {

    /** A cancelled approval is noticed within this time. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Approvals approvals;
    private Approvals.@Nullable NotYet awaited;

    ApprovalWait(Approvals approvals) {
        this.approvals = approvals;
    }

    /** @return what the step waits for */
    String begin(Approvals.NotYet approval) {
        awaited = approval;
        return "approved by " + approval.person() + " alone: runs at "
                + approval.from().truncatedTo(ChronoUnit.SECONDS) + " unless it is cancelled";
    }

    /** Empty when the step may ask for leave, also when the approval was cancelled. */
    Optional<Outcome> pause() {
        if (awaited == null) {
            return Optional.empty();
        }
        Duration left = approvals.left(awaited.approval());
        if (left.isZero()) {
            awaited = null;
            return Optional.empty();
        }
        return Optional.of(new Outcome.Again(left.compareTo(LONGEST_PAUSE) < 0 ? left : LONGEST_PAUSE));
    }
}
