package dev.kaltstart.cluster.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;

/** Turns a schema validator's messages into sentences for the author of the file. */
final class SchemaMessages {

    private final JsonNode schema;

    /** @param schema the whole schema, for the allowed keys */
    SchemaMessages(JsonNode schema) {
        this.schema = schema;
    }

    /** @param name of the invalid value */
    String of(ValidationMessage message, String name) {
        var keyword =
                JsonPointer.compile(message.getSchemaLocation().getFragment().toString());
        var rule = schema.at(keyword);
        var owner = schema.at(keyword.head());
        return switch (message.getType()) {
            case "additionalProperties" -> "unknown key '%s': %s".formatted(message.getProperty(), known(owner));
            case "required" -> "the key '%s' is missing below '%s': add it".formatted(message.getProperty(), name);
            case "type" -> "'%s' must be %s".formatted(name, kind(rule.asText()));
            case "enum" -> "'%s' must be one of %s".formatted(name, String.join(", ", texts(rule)));
            case "minProperties" -> "'%s' is empty: add at least one entry".formatted(name);
            case "propertyNames" ->
                "'%s' is not allowed: %s"
                        .formatted(name, rule.path("description").asText());
            default -> "'%s': %s".formatted(name, message.getMessage());
        };
    }

    private static String known(JsonNode owner) {
        var names = new ArrayList<String>();
        owner.path("properties").fieldNames().forEachRemaining(names::add);
        return "allowed here: " + String.join(", ", names);
    }

    private static String kind(String type) {
        return switch (type) {
            case "object" -> "a mapping (key: value)";
            case "array" -> "a list (- item)";
            case "boolean" -> "true or false";
            default -> "text";
        };
    }

    private static List<String> texts(JsonNode values) {
        var texts = new ArrayList<String>();
        values.forEach(value -> texts.add(value.asText()));
        return texts;
    }
}
