package dev.kaltstart.kustomize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;

/** Puts values in the place of <code>${NAME}</code>, with defaults as a shell knows them. */
record VariableSubstitution(Map<String, String> variables) {

    /** Of all texts of one object: a value can be named a thousand times. */
    static final int LONGEST = 4 * 1024 * 1024;

    private static final String SWITCH = "kustomize.toolkit.fluxcd.io/substitute";
    private static final Pattern PLAIN = Pattern.compile("-?(0|[1-9]\\d{0,17})|true|false");

    /** Does nothing where there are no values, or the object does not want any. */
    ObjectNode in(ObjectNode object) {
        var unwanted = "disabled".equals(ManifestFields.text(object, "metadata", "labels", SWITCH))
                || "disabled".equals(ManifestFields.text(object, "metadata", "annotations", SWITCH));
        return variables.isEmpty() || unwanted
                ? object
                : (ObjectNode) replaced(object, new VariableText(variables, LONGEST));
    }

    private static JsonNode replaced(JsonNode node, VariableText values) {
        if (node instanceof ObjectNode object) {
            var copy = ManifestFields.MAPPER.createObjectNode();
            object.properties()
                    .forEach(entry -> copy.set(values.of(entry.getKey()), replaced(entry.getValue(), values)));
            return copy;
        }
        if (node instanceof ArrayNode list) {
            var copy = ManifestFields.MAPPER.createArrayNode();
            list.forEach(entry -> copy.add(replaced(entry, values)));
            return copy;
        }
        if (node instanceof TextNode && node.asText().contains("$")) {
            return typed(values.of(node.asText()));
        }
        return node;
    }

    /** It happens to the text of the file, so that a number becomes one. */
    private static JsonNode typed(String text) {
        try {
            return PLAIN.matcher(text).matches() ? ManifestFields.MAPPER.readTree(text) : new TextNode(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
