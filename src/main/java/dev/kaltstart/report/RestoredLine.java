package dev.kaltstart.report;

import dev.kaltstart.recovery.Recoveries.StepState;
import dev.kaltstart.recovery.RestoredData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What the report says of the data of one namespace that was restored.
 *
 * @param proof what was found on the volumes; blank when nothing has read them
 */
record RestoredLine(RestoredData data, String proof) {

    static List<RestoredLine> of(List<StepState> steps) {
        return RestoredData.of(steps).stream()
                .map(data -> new RestoredLine(data, proof(steps, data.namespace())))
                .toList();
    }

    private static String proof(List<StepState> steps, String namespace) {
        return steps.stream()
                .filter(step -> step.step().equals("proveData") && step.state().equals("done"))
                .filter(step -> namespace.equals(step.subject()))
                .reduce((earlier, later) -> later)
                .map(StepState::message)
                .orElse("");
    }

    String message(Instant outage, Duration allowed) {
        return data.namespace() + ": "
                + data.lost(outage)
                        .map(lost -> "restored to " + ReportFormat.time(Objects.requireNonNull(data.restorePoint()))
                                + ", RPO " + ReportFormat.time(lost) + ", objective " + ReportFormat.time(allowed)
                                + ": " + (lost.compareTo(allowed) <= 0 ? "met" : "missed"))
                        .orElse("restored, RPO unknown: the restore point does not show when it began")
                + (proof.isEmpty() ? "" : "; found: " + proof);
    }
}
