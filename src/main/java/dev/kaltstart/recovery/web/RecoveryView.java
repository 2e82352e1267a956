package dev.kaltstart.recovery.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.ReachedRpo;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.StepState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A recovery as it is shown.
 *
 * @param objectives each with what became of it, in the order in which they are due
 * @param milestones of its model, in order; those that were not reached have no time
 * @param restored the RPO that was reached, for each namespace whose data was restored; left out in the answer to a start
 * @param steps each execution of each, also of those that ended; left out in lists
 * @param tasks what waits for a person; left out in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecoveryView(
        String id,
        String cluster,
        String scenario,
        String mode,
        @Nullable String subject,
        String state,
        String reason,
        String person,
        boolean unattended,
        Instant startedAt,
        Instant createdAt,
        @Nullable Instant greenAt,
        @Nullable Instant endedAt,
        RunClock clock,
        List<ObjectiveView> objectives,
        List<MilestoneView> milestones,
        @Nullable List<ReachedRpo> restored,
        @Nullable List<StepState> steps,
        @Nullable List<HumanTasks.Open> tasks) {

    static RecoveryView of(Recovery recovery, @Nullable List<ReachedRpo> restored) {
        return of(recovery, restored, null, null);
    }

    static RecoveryView of(
            Recovery recovery,
            @Nullable List<ReachedRpo> restored,
            @Nullable List<StepState> steps,
            @Nullable List<HumanTasks.Open> tasks) {
        return new RecoveryView(
                recovery.id(),
                recovery.cluster(),
                recovery.scenario(),
                recovery.mode().word(),
                recovery.subject(),
                recovery.state().name().toLowerCase(Locale.ROOT),
                recovery.reason(),
                recovery.person(),
                recovery.unattended(),
                recovery.startedAt(),
                recovery.createdAt(),
                recovery.greenAt(),
                recovery.endedAt(),
                RunClock.of(recovery),
                recovery.targets().stream()
                        .map(target -> ObjectiveView.of(target, recovery))
                        .toList(),
                recovery.milestones().stream().map(MilestoneView::of).toList(),
                restored,
                steps,
                tasks);
    }

    /**
     * @param rtoSeconds the next objective that is open; after the end, the one of the end
     * @param remainingSeconds below zero when the objective was missed
     */
    record RunClock(long elapsedSeconds, long rtoSeconds, long remainingSeconds) {

        static RunClock of(Recovery recovery) {
            long rto = recovery.due().allowed().toSeconds();
            long elapsed = recovery.elapsed().toSeconds();
            return new RunClock(elapsed, rto, rto - elapsed);
        }
    }
}
