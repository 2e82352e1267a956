package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.lab.TalosResources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The twin's resources have no field that the real talosctl does not write, and each of the same type. */
class TalosResourcesTest {

    static final List<String> TYPES = TalosResources.TYPES;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @FieldSource("TYPES")
    void looksLikeTheRealOne(String type) throws IOException {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var real = fields(TalosResources.json(type));
            var ours = fields(
                    twin.run("talosctl -n 10.20.0.11 get " + type + " -o json").output());

            assertThat(real).containsAllEntriesOf(ours);
            assertThat(ours).containsKeys("metadata.id", "metadata.type", "metadata.namespace", "node");
        }
    }

    /** Paths of all fields, with the kind of their value, and the constant parts of the metadata with theirs. */
    private static Map<String, String> fields(String output) throws IOException {
        var fields = new TreeMap<String, String>();
        for (JsonNode resource : resources(output)) {
            add("", resource, fields);
            for (String constant : List.of("namespace", "type")) {
                fields.put(
                        "metadata." + constant,
                        resource.path("metadata").path(constant).asText());
            }
        }
        return fields;
    }

    private static void add(String path, JsonNode value, Map<String, String> fields) {
        if (value.isObject()) {
            value.fields()
                    .forEachRemaining(field -> add(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), fields));
        } else {
            fields.put(path, value.getNodeType().name());
        }
    }

    private static List<JsonNode> resources(String output) throws IOException {
        var resources = new ArrayList<JsonNode>();
        try (var values = new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(output)) {
            values.forEachRemaining(resources::add);
        }
        assertThat(resources).isNotEmpty();
        return resources;
    }
}
