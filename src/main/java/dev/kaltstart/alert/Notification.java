package dev.kaltstart.alert;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.kaltstart.api.Problem;
import dev.kaltstart.api.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * One request of Alertmanager's webhook, version 4 (prometheus/alertmanager, docs/configuration.md). Fields that are
 * missing here are ignored: new versions add some.
 */
record Notification(List<JsonNode> alerts, long truncated) {

    private static final ObjectReader READER =
            StrictJson.mapper().readerFor(Sent.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** @throws Problem when the request as a whole is invalid */
    static Notification read(byte[] body) {
        Sent sent = parse(body);
        if (!"4".equals(text(sent.version()))) {
            throw new Problem(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "unsupported-version",
                    "The version must be \"4\", the version of Alertmanager's webhook.");
        }
        if (text(sent.groupKey()).isEmpty()) {
            throw new Problem(HttpStatus.UNPROCESSABLE_ENTITY, "missing-group-key", "The groupKey is missing.");
        }
        if (sent.alerts() == null || !sent.alerts().isArray()) {
            throw Problem.invalid("The alerts are missing: a list, which may be empty.");
        }
        var alerts = new ArrayList<JsonNode>();
        sent.alerts().forEach(alerts::add);
        return new Notification(
                alerts,
                sent.truncatedAlerts() == null ? 0 : sent.truncatedAlerts().asLong());
    }

    List<String> warnings() {
        return truncated <= 0
                ? List.of()
                : List.of(truncated + " more alerts were cut off by the sender (truncatedAlerts); raise max_alerts.");
    }

    private static Sent parse(byte[] body) {
        try {
            Sent sent = READER.readValue(body);
            if (sent != null) {
                return sent;
            }
        } catch (IOException e) {
            // the cause's message repeats the request body
        }
        throw new Problem(
                HttpStatus.BAD_REQUEST, "malformed-body", "The body is not one JSON object, or breaks a limit.");
    }

    private static String text(@Nullable JsonNode value) {
        return value == null || !value.isTextual() ? "" : value.asText();
    }

    private record Sent(
            @Nullable JsonNode version,
            @Nullable JsonNode groupKey,
            @Nullable JsonNode truncatedAlerts,
            @Nullable JsonNode alerts) {}
}
