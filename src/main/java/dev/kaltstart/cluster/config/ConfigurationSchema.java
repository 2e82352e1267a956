package dev.kaltstart.cluster.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.kaltstart.cluster.inventory.FileProblem;
import dev.kaltstart.cluster.yaml.Position;
import dev.kaltstart.cluster.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;

/** Validates kaltstart.yaml against its published JSON Schema and reports each violation with its line. */
final class ConfigurationSchema {

    private final SchemaMessages words;
    private final JsonSchema schema;

    ConfigurationSchema() {
        var source = load();
        words = new SchemaMessages(source);
        schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(source);
    }

    /** The violations, in file order. */
    List<FileProblem> problems(Yaml document) {
        return schema.validate(YamlJson.of(document)).stream()
                .map(message -> locate(document, message))
                .sorted(Comparator.comparingInt(found -> found.at().line()))
                .map(found -> FileProblem.error(found.at(), found.message()))
                .distinct()
                .toList();
    }

    private record Found(Position at, String message) {}

    private Found locate(Yaml document, ValidationMessage message) {
        var path = path(message.getInstanceLocation());
        var named = message.getType().equals("propertyNames") ? List.of() : path;
        var name = message.getType().equals("propertyNames")
                ? message.getProperty()
                : named.isEmpty() ? "the file" : named.get(named.size() - 1).toString();
        return new Found(at(document, path, message.getProperty()), words.of(message, name));
    }

    private static List<String> path(JsonNodePath location) {
        return IntStream.range(0, location.getNameCount())
                .mapToObj(location::getName)
                .toList();
    }

    /** The line of the invalid key; a list item has a line of its own. */
    private static Position at(Yaml document, List<String> path, @Nullable String property) {
        var value = document;
        var at = document.at();
        for (String step : path) {
            at = value instanceof Yaml.Mapping mapping ? mapping.keys().getOrDefault(step, at) : at;
            value = value instanceof Yaml.Sequence sequence
                    ? sequence.values().get(Integer.parseInt(step))
                    : value.entries().getOrDefault(step, value);
            at = value instanceof Yaml.Scalar ? value.at() : at;
        }
        return property != null && value instanceof Yaml.Mapping mapping
                ? mapping.keys().getOrDefault(property, at)
                : at;
    }

    private static JsonNode load() {
        try (var source = new ClassPathResource("schema/kaltstart.schema.json").getInputStream()) {
            return new ObjectMapper().readTree(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
