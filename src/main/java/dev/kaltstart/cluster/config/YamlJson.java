package dev.kaltstart.cluster.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kaltstart.cluster.yaml.Yaml;

/** Converts YAML to JSON for the schema validator. */
final class YamlJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private YamlJson() {}

    static JsonNode of(Yaml value) {
        if (value instanceof Yaml.Mapping mapping) {
            var object = JSON.objectNode();
            mapping.values().forEach((key, entry) -> object.set(key, of(entry)));
            return object;
        }
        if (value instanceof Yaml.Sequence sequence) {
            var array = JSON.arrayNode();
            sequence.values().forEach(item -> array.add(of(item)));
            return array;
        }
        return scalar((Yaml.Scalar) value);
    }

    private static JsonNode scalar(Yaml.Scalar scalar) {
        return switch (scalar.kind()) {
            case BOOLEAN -> JSON.booleanNode(scalar.text().equals("true"));
            case NULL -> JSON.nullNode();
            case TEXT -> JSON.textNode(scalar.text());
        };
    }
}
