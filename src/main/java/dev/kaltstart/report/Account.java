package dev.kaltstart.report;

import com.fasterxml.jackson.annotation.JsonProperty;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of everything recorded about a recovery.
 *
 * @param improvementPlan where the repository keeps what was learned; null when it keeps nothing
 * @param lostData the RPO of the data
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
        @Nullable String improvementPlan,
        Duration lostData) {

    private static final Set<String> ARRIVALS = Set.of("pushRevert", "awaitRevert");

    /** The one of the end. */
    Duration objective() {
        return recovery.end().allowed();
    }

    /** What the recovery is measured against, and what became of it. */
    @JsonProperty
    List<ObjectiveLine> objectives() {
        return recovery.targets().stream()
                .map(target -> ObjectiveLine.of(recovery, target))
                .toList();
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

    /** What was undone in Git, when that was pushed or merged. */
    Optional<String> undone() {
        boolean arrived = steps.stream()
                .anyMatch(step -> ARRIVALS.contains(step.step()) && step.state().equals("done"));
        return steps.stream()
                .filter(step -> arrived
                        && step.step().equals("prepareRevert")
                        && step.state().equals("done"))
                .reduce((earlier, later) -> later)
                .map(StepState::message);
    }

    /** What became of the data of each namespace that was restored, a line each. */
    List<String> restored() {
        return RestoredLine.of(steps).stream()
                .map(line -> line.message(recovery.startedAt(), lostData))
                .toList();
    }

    /** What the last look at the storage left out, or could not judge; empty when it judged everything. */
    Optional<String> storageNotVerified() {
        return steps.stream()
                .filter(step -> step.step().equals("verifyStorage"))
                .reduce((earlier, later) -> later)
                .filter(StepState::notVerified)
                .map(StepState::message);
    }

    /** Follow-up work for people. */
    List<String> leftToDo() {
        return new LeftToDo(this).items();
    }
}
