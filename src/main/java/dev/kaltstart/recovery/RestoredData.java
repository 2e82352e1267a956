package dev.kaltstart.recovery;

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
 */
public record RestoredData(String namespace, @Nullable Instant restorePoint) {

    static final String STEP = "restoreVolumes";

    /** The last restore of each namespace counts. */
    public static List<RestoredData> of(List<StepState> steps) {
        var restored = new LinkedHashMap<String, RestoredData>();
        steps.stream()
                .filter(step -> step.step().equals(STEP) && step.state().equals("done"))
                .forEach(step -> {
                    String namespace = Objects.requireNonNullElse(step.subject(), "");
                    restored.put(namespace, new RestoredData(namespace, point(step)));
                });
        return List.copyOf(restored.values());
    }

    private static @Nullable Instant point(StepState step) {
        return step.measured().stream()
                .filter(value -> value.name().equals("restorePoint") && value.kind() == Measurement.Kind.MOMENT)
                .map(Measurement::instant)
                .findFirst()
                .orElse(null);
    }

    /** The RPO that was reached: what was written in this time is lost. Empty when the restore point is not known. */
    public Optional<Duration> lost(Instant outage) {
        return Optional.ofNullable(restorePoint)
                .map(point -> point.isAfter(outage) ? Duration.ZERO : Duration.between(point, outage));
    }
}
