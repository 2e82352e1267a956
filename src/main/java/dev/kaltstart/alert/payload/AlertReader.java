package dev.kaltstart.alert.payload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.api.Rfc3339;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Reads one alert of a request and refuses invalid ones. */
@Component
public class AlertReader {

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-fA-F]{16}");
    private static final List<String> UNMEASURED = List.of("NoData", "Error", "MissingSeries");
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Clock clock;
    private final Redaction redaction;

    public AlertReader(Clock clock, Redaction redaction) {
        this.clock = clock;
        this.redaction = redaction;
    }

    /**
     * Reads an alert of a webhook.
     *
     * @throws AlertRefusal.Refused with the reason
     */
    public Alert read(Source source, JsonNode sent) {
        refuseAnythingElse(sent);
        boolean firing = firing(sent.path("status"));
        Instant startsAt = startsAt(sent.path("startsAt"));
        endsAt(startsAt, sent.path("endsAt"));
        return new Alert(
                source,
                fingerprint(sent.path("fingerprint")),
                startsAt,
                firing,
                clean(labels(sent.path("labels"))),
                measured(sent.path("annotations")));
    }

    /**
     * Reads an alert as Prometheus posts it, which says neither its status nor its fingerprint.
     *
     * @throws AlertRefusal.Refused with the reason
     */
    public Alert readPosted(JsonNode sent) {
        refuseAnythingElse(sent);
        Map<String, String> labels = labels(sent.path("labels"));
        // an empty label is no label, there and here
        labels.values().removeIf(String::isEmpty);
        JsonNode began = sent.path("startsAt");
        Instant startsAt = absent(began) ? Alert.UNSET : startsAt(began);
        Instant endsAt = endsAt(startsAt, sent.path("endsAt"));
        boolean firing = endsAt.equals(Alert.UNSET) || endsAt.isAfter(clock.instant());
        return new Alert(Source.PROMETHEUS, LabelFingerprint.of(labels), startsAt, firing, clean(labels), true);
    }

    private static void refuseAnythingElse(JsonNode sent) {
        if (!sent.isObject()) {
            throw AlertRefusal.NOT_AN_ALERT.refused();
        }
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

    private static Instant endsAt(Instant startsAt, JsonNode text) {
        if (absent(text)) {
            return Alert.UNSET;
        }
        Instant endsAt = time(text, AlertRefusal.BAD_ENDS_AT);
        if (!endsAt.equals(Alert.UNSET) && endsAt.isBefore(startsAt)) {
            throw AlertRefusal.ENDS_BEFORE_IT_STARTS.refused();
        }
        return endsAt;
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static Instant time(JsonNode text, AlertRefusal otherwise) {
        Instant time = Rfc3339.parse(text.isTextual() ? text.asText() : "").orElseThrow(otherwise::refused);
        // Go writes its zero time in the sender's time zone
        return time.atOffset(ZoneOffset.UTC).getYear() <= 1 ? Alert.UNSET : time;
    }

    private static Map<String, String> labels(JsonNode sent) {
        if (!sent.isObject()) {
            throw AlertRefusal.BAD_LABELS.refused();
        }
        var labels = new HashMap<String, String>();
        sent.fields().forEachRemaining(label -> labels.put(label.getKey(), text(label.getValue())));
        return labels;
    }

    private Map<String, String> clean(Map<String, String> labels) {
        var clean = new HashMap<String, String>();
        labels.forEach((name, value) -> clean.put(redaction.clean(name), redaction.clean(value)));
        return clean;
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw AlertRefusal.BAD_LABELS.refused();
        }
        return value.asText();
    }

    /**
     * Grafana fires or resolves an alert also when its query fails or returns nothing, and says so in an annotation. What has fired
     * before and is only kept was measured.
     */
    private static boolean measured(JsonNode annotations) {
        String reason = annotations.path("grafana_state_reason").asText();
        return UNMEASURED.stream().noneMatch(reason::contains) || reason.contains("KeepLast");
    }
}
