package dev.kaltstart.report;

import dev.kaltstart.approval.Approved.Approval;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries.Entry;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.StepState;
import dev.kaltstart.shell.CommandLog.CommandRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is told about a recovery, as of one moment.
 *
 * @param outcome how it is about to end; the end event is only reached when this is written down
 */
record Account(
        Instant asOf,
        String outcome,
        String problem,
        Recovery recovery,
        List<Approval> approvals,
        List<StepState> steps,
        List<Entry> timeline,
        List<CommandRecord> commands) {

    Duration objective() {
        return recovery.targets().get(0).allowed();
    }

    Optional<Duration> measured() {
        return Optional.ofNullable(recovery.rto());
    }

    String headline() {
        String subject = recovery.subject() == null ? "" : " of " + recovery.subject();
        return words(recovery.mode()) + recovery.scenario() + subject + ": " + outcome
                + measured().map(rto -> " after " + Plain.time(rto)).orElse("");
    }

    private static String words(Mode mode) {
        return mode == Mode.LIVE ? "" : mode.word() + ", ";
    }

    /** What a person should look at when everything else is done. */
    List<String> leftToDo() {
        if (outcome.equals("recovered")) {
            return List.of("write the lessons learned into the improvement plan");
        }
        boolean cordoned = steps.stream()
                .anyMatch(
                        step -> step.step().equals("cordonNode") && step.state().equals("done"));
        return cordoned
                ? List.of(
                        "the node was left cordoned and tainted: uncordon it when it may work again",
                        "decide how to go on: the node is not recovered")
                : List.of("decide how to go on: the node is not recovered");
    }
}
