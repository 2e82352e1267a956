package dev.kaltstart.cluster.config;

import dev.kaltstart.cluster.DrillPolicy;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.yaml.Yaml;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code drills} of a cluster. */
record DrillReader(Problems problems) {

    private static final String NEVER = "never";
    private static final long SHORTEST_DAYS = 7;
    private static final long LONGEST_DAYS = 5 * 366L;

    /** Any day: how long a month is does not matter for the bounds. */
    private static final LocalDate DAY = LocalDate.of(2024, 1, 1);

    Map<String, DrillPolicy> read(Yaml cluster) {
        var policies = new TreeMap<String, DrillPolicy>();
        cluster.entries("drills").forEach((name, drill) -> policies.put(name, policy(drill)));
        return policies;
    }

    private DrillPolicy policy(Yaml drill) {
        boolean countsReal = drill.text("countsReal").filter("true"::equals).isPresent();
        Optional<String> every = drill.text("every");
        @Nullable Period period = DrillPolicy.YEARLY.every();
        if (every.isPresent()) {
            period = every.get().equals(NEVER)
                    ? null
                    : period(drill, every.get()).orElse(period);
        }
        return new DrillPolicy(period, countsReal);
    }

    private Optional<Period> period(Yaml drill, String text) {
        try {
            Period period = Period.parse(text);
            long days = ChronoUnit.DAYS.between(DAY, DAY.plus(period));
            if (days >= SHORTEST_DAYS && days <= LONGEST_DAYS) {
                return Optional.of(period);
            }
        } catch (DateTimeException | ArithmeticException e) {
            // the same advice
        }
        problems.error(
                drill.at("every"),
                "'every: %s' is not an interval that can be used: write P1Y, P6M, P13W or never; allowed is P1W to P5Y"
                        .formatted(text));
        return Optional.empty();
    }
}
