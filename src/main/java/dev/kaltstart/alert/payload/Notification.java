package dev.kaltstart.alert.payload;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.kaltstart.api.Problem;
import dev.kaltstart.api.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * One request of the webhook of Alertmanager (version 4, prometheus/alertmanager:docs/configuration.md; Mimir's is the
 * same) or of Grafana (version 1, grafana/alerting:receivers/webhook). Fields that are missing here are ignored: new
 * versions add some.
 */
public record Notification(Source source, List<JsonNode> alerts, long truncated) {

    private static final Map<String, Source> VERSIONS = Map.of("4", Source.ALERTMANAGER, "1", Source.GRAFANA);

    private static final ObjectReader READER =
            StrictJson.mapper().readerFor(Sent.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** @throws Problem when the request as a whole is invalid */
    public static Notification read(byte[] body) {
        Sent sent = parse(body);
        Source source = VERSIONS.get(text(sent.version()));
        if (source == null) {
            throw new Problem(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "unsupported-version",
                    "The version must be \"4\", of Alertmanager's webhook, or \"1\", of Grafana's.");
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
                source,
                alerts,
                sent.truncatedAlerts() == null ? 0 : sent.truncatedAlerts().asLong());
    }

    public List<String> warnings() {
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
