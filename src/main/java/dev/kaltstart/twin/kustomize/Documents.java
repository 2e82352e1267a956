package dev.kaltstart.twin.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The documents of a YAML file, as objects of Kubernetes. */
final class Documents {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setSchema(new CoreSchema()).build();

    private Documents() {}

    /** @throws BuildFailure when it is no YAML, in the words of kustomize */
    static List<JsonNode> read(String text) {
        var documents = new ArrayList<JsonNode>();
        try {
            for (Object document : new Load(SETTINGS).loadAllFromString(text)) {
                if (document != null) {
                    documents.add(Json.MAPPER.valueToTree(document));
                }
            }
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new BuildFailure("MalformedYAMLError: yaml: line %d: %s"
                    .formatted(line, String.valueOf(e.getProblem()).toLowerCase(Locale.ROOT)));
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new BuildFailure("MalformedYAMLError: yaml: " + e.getMessage());
        }
        return documents;
    }

    /** @throws BuildFailure also when something in it is no object of Kubernetes */
    static List<ObjectNode> objects(String text) {
        var objects = new ArrayList<ObjectNode>();
        read(text).forEach(document -> add(document, objects));
        return objects;
    }

    private static void add(JsonNode document, List<ObjectNode> objects) {
        if (Json.text(document, "kind").endsWith("List")
                && document.path("items").isArray()) {
            document.path("items").forEach(item -> add(item, objects));
            return;
        }
        if (!(document instanceof ObjectNode object)
                || Json.text(object, "kind").isEmpty()) {
            throw new BuildFailure("missing Resource metadata");
        }
        if (Json.text(object, "metadata", "name").isEmpty()) {
            throw new BuildFailure("missing metadata.name in object {{%s %s} {{ } map[] map[]}}"
                    .formatted(Json.text(object, "apiVersion"), Json.text(object, "kind")));
        }
        objects.add(object);
    }
}
