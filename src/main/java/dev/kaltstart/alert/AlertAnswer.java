package dev.kaltstart.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The decision on one alert, as returned to its sender. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record AlertAnswer(
        String fingerprint,
        Instant startsAt,
        Decision decision,
        @Nullable String scenario,
        @Nullable String recovery) {

    static AlertAnswer of(Alert alert, Decision decision, @Nullable String scenario, @Nullable String recovery) {
        return new AlertAnswer(alert.fingerprint(), alert.startsAt(), decision, scenario, recovery);
    }
}
