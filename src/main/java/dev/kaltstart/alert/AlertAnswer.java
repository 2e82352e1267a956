package dev.kaltstart.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kaltstart.alert.payload.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The decision on one alert, as returned to its sender. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record AlertAnswer(
        String fingerprint,
        Instant startsAt,
        Decision decision,
        @Nullable String scenario,
        @Nullable String recovery,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable IgnoreReason reason) {

    static AlertAnswer of(Alert alert, Decision decision, @Nullable String scenario, @Nullable String recovery) {
        return new AlertAnswer(alert.fingerprint(), alert.startsAt(), decision, scenario, recovery, null);
    }

    static AlertAnswer ignored(Alert alert, Verdict verdict) {
        return new AlertAnswer(
                alert.fingerprint(), alert.startsAt(), Decision.IGNORED, verdict.scenario(), null, verdict.ignored());
    }
}
