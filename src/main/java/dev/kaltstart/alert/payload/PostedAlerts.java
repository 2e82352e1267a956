package dev.kaltstart.alert.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.kaltstart.api.Problem;
import dev.kaltstart.api.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;

/**
 * One request as Prometheus and vmalert send it to an Alertmanager (prometheus/alertmanager:api/v2/openapi.yaml,
 * {@code POST /api/v2/alerts}): a list of alerts.
 */
public record PostedAlerts(List<JsonNode> alerts) {

    private static final ObjectReader READER = StrictJson.mapper().readerFor(JsonNode.class);

    /** @throws Problem when the body is no JSON array */
    public static PostedAlerts read(byte[] body) {
        try {
            JsonNode sent = READER.readValue(body);
            if (sent != null && sent.isArray()) {
                var alerts = new ArrayList<JsonNode>();
                sent.forEach(alerts::add);
                return new PostedAlerts(alerts);
            }
        } catch (IOException e) {
            // the cause's message repeats the request body
        }
        throw new Problem(
                HttpStatus.BAD_REQUEST, "malformed-body", "The body is not one JSON array, or breaks a limit.");
    }
}
