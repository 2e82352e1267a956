package dev.kaltstart.alert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.api.Rfc3339;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Reads one alert of a notification and refuses invalid ones. */
@Component
class AlertReader {

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-fA-F]{16}");
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Clock clock;
    private final Redaction redaction;

    AlertReader(Clock clock, Redaction redaction) {
        this.clock = clock;
        this.redaction = redaction;
    }

    /** @throws AlertRefusal.Refused with the reason */
    Alert read(JsonNode sent) {
        if (!sent.isObject()) {
            throw AlertRefusal.NOT_AN_ALERT.refused();
        }
        boolean firing = firing(sent.path("status"));
        Instant startsAt = startsAt(sent.path("startsAt"));
        refuseImpossibleEnd(startsAt, sent.path("endsAt"));
        return new Alert(
                Source.ALERTMANAGER,
                fingerprint(sent.path("fingerprint")),
                startsAt,
                firing,
                labels(sent.path("labels")));
    }

    private static boolean firing(JsonNode status) {
        return switch (status.asText()) {
            case "firing" -> true;
            case "resolved" -> false;
            default -> throw AlertRefusal.BAD_STATUS.refused();
        };
    }

    private static String fingerprint(JsonNode fingerprint) {
        if (!fingerprint.isTextual()
                || !FINGERPRINT.matcher(fingerprint.asText()).matches()) {
            throw AlertRefusal.BAD_FINGERPRINT.refused();
        }
        return fingerprint.asText().toLowerCase(Locale.ROOT);
    }

    private Instant startsAt(JsonNode text) {
        Instant time = time(text, AlertRefusal.BAD_STARTS_AT);
        if (time.isAfter(clock.instant().plus(SKEW))) {
            throw AlertRefusal.STARTS_IN_THE_FUTURE.refused();
        }
        return time;
    }

    private static void refuseImpossibleEnd(Instant startsAt, JsonNode text) {
        if (text.isMissingNode() || text.isNull()) {
            return;
        }
        Instant endsAt = time(text, AlertRefusal.BAD_ENDS_AT);
        if (!endsAt.equals(Alert.UNSET) && endsAt.isBefore(startsAt)) {
            throw AlertRefusal.ENDS_BEFORE_IT_STARTS.refused();
        }
    }

    private static Instant time(JsonNode text, AlertRefusal otherwise) {
        Instant time = Rfc3339.parse(text.isTextual() ? text.asText() : "").orElseThrow(otherwise::refused);
        // Go writes its zero time in the sender's time zone
        return time.atOffset(ZoneOffset.UTC).getYear() <= 1 ? Alert.UNSET : time;
    }

    private Map<String, String> labels(JsonNode sent) {
        if (!sent.isObject()) {
            throw AlertRefusal.BAD_LABELS.refused();
        }
        var labels = new HashMap<String, String>();
        sent.fields()
                .forEachRemaining(
                        label -> labels.put(redaction.clean(label.getKey()), redaction.clean(text(label.getValue()))));
        return labels;
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw AlertRefusal.BAD_LABELS.refused();
        }
        return value.asText();
    }
}
