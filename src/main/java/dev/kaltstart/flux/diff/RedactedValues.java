package dev.kaltstart.flux.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Puts into a manifest, where something in it looked like a secret and was taken out, what the cluster has there: then
 * everything else can be compared.
 */
final class RedactedValues {

    private boolean found;

    /** @return whether there was anything to put in */
    static boolean lift(ObjectNode wanted, JsonNode live) {
        var masks = new RedactedValues();
        if (wanted.path("kind").asText().equals("Secret") && wanted.get("stringData") instanceof ObjectNode texts) {
            masks.plain(texts, live.path("data"));
        }
        masks.all(wanted, live);
        return masks.found;
    }

    private void plain(ObjectNode texts, JsonNode data) {
        for (String key : texts.properties().stream().map(Map.Entry::getKey).toList()) {
            if (masked(texts.get(key)) && data.path(key).isTextual()) {
                byte[] value = Base64.getDecoder().decode(data.path(key).asText());
                texts.put(key, new String(value, StandardCharsets.UTF_8));
                found = true;
            }
        }
    }

    private void all(JsonNode wanted, JsonNode live) {
        if (wanted instanceof ObjectNode object) {
            for (String key :
                    object.properties().stream().map(Map.Entry::getKey).toList()) {
                JsonNode value = object.get(key);
                if (masked(value) && live.has(key)) {
                    object.set(key, live.get(key));
                    found = true;
                } else {
                    all(value, live.path(key));
                }
            }
        } else if (wanted instanceof ArrayNode list) {
            for (int number = 0; number < list.size(); number++) {
                if (masked(list.get(number)) && live.has(number)) {
                    list.set(number, live.get(number));
                    found = true;
                } else {
                    all(list.get(number), live.path(number));
                }
            }
        }
    }

    private static boolean masked(JsonNode value) {
        return value instanceof TextNode && value.asText().contains(FluxBuild.MASKED);
    }
}
