package dev.kaltstart.drill;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * By cluster and drill: {@code kaltstart.drill.overdue} in days, 0 while it is not; {@code kaltstart.drill.last} in seconds
 * since 1970, no value before the first.
 */
@Component
class DrillMeters {

    private final MultiGauge overdue;
    private final MultiGauge last;

    DrillMeters(MeterRegistry meters) {
        overdue = MultiGauge.builder("kaltstart.drill.overdue")
                .description("how long a drill is overdue")
                .baseUnit("days")
                .register(meters);
        last = MultiGauge.builder("kaltstart.drill.last")
                .description("when a drill was last done, in seconds since 1970")
                .baseUnit("seconds")
                .register(meters);
    }

    void refresh(List<ScheduledDrill> drills) {
        register(overdue, drills, drill -> drill.nextDue() == null ? Stream.empty() : Stream.of(drill.overdueDays()));
        register(last, drills, drill -> {
            Instant at = drill.lastAt();
            return at == null ? Stream.empty() : Stream.of(at.getEpochSecond());
        });
    }

    private static void register(
            MultiGauge gauge, List<ScheduledDrill> drills, Function<ScheduledDrill, Stream<Long>> value) {
        gauge.register(
                drills.stream()
                        .<MultiGauge.Row<?>>flatMap(drill -> value.apply(drill)
                                .map(number -> MultiGauge.Row.of(
                                        Tags.of("cluster", drill.cluster(), "drill", drill.drill()), number)))
                        .toList(),
                true);
    }
}
