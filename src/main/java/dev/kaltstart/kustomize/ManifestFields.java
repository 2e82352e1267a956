package dev.kaltstart.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Access to the fields of a manifest; a missing field is empty, never null. */
public final class ManifestFields {

    static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private ManifestFields() {}

    /** The text at a path; empty when there is none. */
    public static String text(JsonNode from, String... path) {
        return at(from, path).asText("");
    }

    public static JsonNode at(JsonNode from, String... path) {
        var node = from;
        for (String step : path) {
            node = node.path(step);
        }
        return node;
    }

    /**
     * The first document of a text.
     *
     * @throws BuildFailure when it is no YAML
     */
    public static JsonNode parsed(String yaml) {
        var documents = Documents.read(yaml);
        return documents.isEmpty() ? MissingNode.getInstance() : documents.get(0);
    }

    /** The object at a path, made where it is missing. */
    static ObjectNode within(ObjectNode from, String... path) {
        var node = from;
        for (String step : path) {
            node = node.get(step) instanceof ObjectNode there ? there : node.putObject(step);
        }
        return node;
    }

    static ArrayNode list(ObjectNode from, String field) {
        return from.get(field) instanceof ArrayNode there ? there : from.putArray(field);
    }

    /** Whether it is of this kind, in any version of the group; the core group is empty. */
    public static boolean isA(JsonNode object, String group, String kind) {
        var version = text(object, "apiVersion");
        var slash = version.indexOf('/');
        return text(object, "kind").equals(kind) && group.equals(slash < 0 ? "" : version.substring(0, slash));
    }
}
