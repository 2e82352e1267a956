package dev.kaltstart.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of one alert, as its sender is told. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Decided(
        String fingerprint,
        Instant startsAt,
        Decision decision,
        @Nullable String scenario,
        @Nullable String recovery) {

    static Decided of(Alert alert, Decision decision, @Nullable String scenario, @Nullable String recovery) {
        return new Decided(alert.fingerprint(), alert.startsAt(), decision, scenario, recovery);
    }
}
