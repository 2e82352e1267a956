package dev.kaltstart.recovery.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.RecoveryStatistics;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Live recoveries, drills and rehearsals, counted apart. */
@RestController
class StatisticsController {

    private final Recoveries recoveries;

    StatisticsController(Recoveries recoveries) {
        this.recoveries = recoveries;
    }

    @Operation(summary = "How the newest recoveries of each mode went, by cluster and scenario")
    @GetMapping("/api/statistics")
    List<Line> statistics() {
        // each mode has its own limit in the list, so that nightly rehearsals do not push drills out
        Stream<Recovery> all = Arrays.stream(Mode.values()).flatMap(mode -> recoveries.list(null, null, mode).stream());
        return RecoveryStatistics.of(all.toList()).stream().map(Line::of).toList();
    }

    /** Durations in seconds. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String cluster,
            String scenario,
            String mode,
            int ended,
            int recovered,
            int withinObjective,
            @Nullable Long fastestSeconds,
            @Nullable Long medianSeconds,
            @Nullable Instant lastRecovered) {

        static Line of(RecoveryStatistics statistics) {
            return new Line(
                    statistics.cluster(),
                    statistics.scenario(),
                    statistics.mode().word(),
                    statistics.ended(),
                    statistics.recovered(),
                    statistics.withinObjective(),
                    seconds(statistics.fastest()),
                    seconds(statistics.median()),
                    statistics.lastRecovered());
        }

        private static @Nullable Long seconds(@Nullable Duration duration) {
            return duration == null ? null : duration.toSeconds();
        }
    }
}
