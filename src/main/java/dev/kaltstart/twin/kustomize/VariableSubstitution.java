package dev.kaltstart.twin.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kaltstart.twin.store.Json;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts values in the place of <code>${NAME}</code>, with defaults as a shell knows them. */
record VariableSubstitution(Map<String, String> variables) {

    private static final String SWITCH = "kustomize.toolkit.fluxcd.io/substitute";
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\$|\\$\\{([A-Za-z_]\\w*)(?::?[=-]([^}]*))?}|\\$([A-Za-z_]\\w*)");
    private static final Pattern PLAIN = Pattern.compile("-?(0|[1-9]\\d{0,17})|true|false");

    /** Does nothing where there are no values, or the object does not want any. */
    ObjectNode in(ObjectNode object) {
        var unwanted = "disabled".equals(Json.text(object, "metadata", "labels", SWITCH))
                || "disabled".equals(Json.text(object, "metadata", "annotations", SWITCH));
        return variables.isEmpty() || unwanted ? object : (ObjectNode) replaced(object);
    }

    private JsonNode replaced(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var copy = Json.object();
            object.properties().forEach(entry -> copy.set(text(entry.getKey()), replaced(entry.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode list) {
            var copy = Json.MAPPER.createArrayNode();
            list.forEach(entry -> copy.add(replaced(entry)));
            return copy;
        }
        if (node instanceof TextNode && node.asText().contains("$")) {
            return typed(text(node.asText()));
        }
        return node;
    }

    /** It happens to the text of the file, so that a number becomes one. */
    private static JsonNode typed(String text) {
        return PLAIN.matcher(text).matches() ? Json.read(text) : new TextNode(text);
    }

    private String text(String text) {
        return VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
    }

    private String value(MatchResult found) {
        if (found.group().equals("$$")) {
            return "$";
        }
        @Nullable String name = found.group(1) == null ? found.group(3) : found.group(1);
        var value = variables.getOrDefault(String.valueOf(name), "");
        return value.isEmpty() && found.group(2) != null ? found.group(2) : value;
    }
}
