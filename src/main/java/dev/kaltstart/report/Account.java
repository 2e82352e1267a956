package dev.kaltstart.report;

import dev.kaltstart.approval.GivenApprovals.Approval;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries.Entry;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.StepState;
import dev.kaltstart.shell.CommandLog.CommandRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of everything recorded about a recovery.
 *
 * @param improvementPlan where the repository keeps what was learned; null when it keeps nothing
 * @param outcome the planned outcome; the end event is reached only after the report is written
 */
record Account(
        Instant asOf,
        String outcome,
        String problem,
        Recovery recovery,
        List<Approval> approvals,
        List<StepState> steps,
        List<Entry> timeline,
        List<CommandRecord> commands,
        @Nullable String improvementPlan) {

    Duration objective() {
        return recovery.targets().get(0).allowed();
    }

    Optional<Duration> measured() {
        return Optional.ofNullable(recovery.rto());
    }

    String headline() {
        String subject = recovery.subject() == null ? "" : " of " + recovery.subject();
        return message(recovery.mode()) + recovery.scenario() + subject + ": " + outcome
                + measured().map(rto -> " after " + ReportFormat.time(rto)).orElse("");
    }

    private static String message(Mode mode) {
        return mode == Mode.LIVE ? "" : mode.word() + ", ";
    }

    /** Follow-up work for people. */
    List<String> leftToDo() {
        return new LeftToDo(this).items();
    }
}
