package dev.kaltstart.report;

import dev.kaltstart.engine.Measurement;
import dev.kaltstart.recovery.Recoveries.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data of one namespace that was restored.
 *
 * @param restorePoint the start of the backup that was really restored; null when it is not known
 * @param proof what was found on the volumes; blank when nothing has read them
 */
record RestoredData(String namespace, @Nullable Instant restorePoint, String proof) {

    /** The last restore of each namespace counts. */
    static List<RestoredData> of(List<StepState> steps) {
        var restored = new LinkedHashMap<String, RestoredData>();
        steps.stream()
                .filter(step ->
                        step.step().equals("restoreVolumes") && step.state().equals("done"))
                .forEach(step -> {
                    String namespace = Objects.requireNonNullElse(step.subject(), "");
                    restored.put(namespace, new RestoredData(namespace, point(step), proof(steps, namespace)));
                });
        return List.copyOf(restored.values());
    }

    private static @Nullable Instant point(StepState step) {
        return step.measured().stream()
                .filter(value -> value.name().equals("restorePoint"))
                .map(Measurement::instant)
                .findFirst()
                .orElse(null);
    }

    private static String proof(List<StepState> steps, String namespace) {
        return steps.stream()
                .filter(step -> step.step().equals("proveData") && step.state().equals("done"))
                .filter(step -> namespace.equals(step.subject()))
                .reduce((earlier, later) -> later)
                .map(StepState::message)
                .orElse("");
    }

    /** The RPO that was reached: what was written in this time is lost. Empty when the restore point is not known. */
    Optional<Duration> lost(Instant outage) {
        return Optional.ofNullable(restorePoint)
                .map(point -> point.isAfter(outage) ? Duration.ZERO : Duration.between(point, outage));
    }

    /** A line of the report. */
    String message(Instant outage, Duration allowed) {
        return namespace + ": "
                + lost(outage)
                        .map(lost -> "restored to " + ReportFormat.time(Objects.requireNonNull(restorePoint)) + ", RPO "
                                + ReportFormat.time(lost) + ", objective " + ReportFormat.time(allowed) + ": "
                                + (lost.compareTo(allowed) <= 0 ? "met" : "missed"))
                        .orElse("restored, RPO unknown: the restore point does not show when it began")
                + (proof.isEmpty() ? "" : "; found: " + proof);
    }
}
