package dev.kaltstart.twin.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The four ways to patch an object. */
public final class Patch {

    /** By which field the entries of a list are told apart, in the lists where the real API does so. */
    private static final Map<String, String> MERGE_KEYS = Map.of(
            "conditions", "type",
            "taints", "key",
            "addresses", "type",
            "containers", "name",
            "env", "name",
            "volumes", "name",
            "ownerReferences", "uid");

    private Patch() {}

    /** @throws Refusal when the type is not known or the patch does not fit */
    public static ObjectNode apply(String contentType, ObjectNode current, JsonNode patch) {
        return switch (contentType.split(";")[0].trim()) {
            case "application/json-patch+json" -> json(current, patch);
            case "application/merge-patch+json" -> (ObjectNode) merge(current.deepCopy(), patch, false);
            case "application/strategic-merge-patch+json", "application/apply-patch+yaml" ->
                (ObjectNode) merge(current.deepCopy(), patch, true);
            default ->
                throw new Refusal(
                        415,
                        "UnsupportedMediaType",
                        "the body of the request was in an unknown format - accepted media types include:"
                                + " application/json-patch+json, application/merge-patch+json,"
                                + " application/strategic-merge-patch+json, application/apply-patch+yaml");
        };
    }

    private static ObjectNode json(ObjectNode current, JsonNode patch) {
        try {
            return (ObjectNode) JsonPatch.apply(patch, current);
        } catch (JsonPatchException e) {
            throw Refusal.invalid("the server rejected our request due to an error in our request: " + e.getMessage());
        }
    }

    private static JsonNode merge(@Nullable JsonNode target, JsonNode patch, boolean strategic) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        var result = target instanceof ObjectNode object ? object : Json.object();
        for (var change : changes.properties()) {
            var name = change.getKey();
            if (change.getValue().isNull()) {
                result.remove(name);
            } else if (strategic && mergeable(name, change.getValue(), result.get(name))) {
                mergeLists(MERGE_KEYS.getOrDefault(name, ""), (ArrayNode) result.get(name), change.getValue());
            } else {
                result.set(name, merge(result.get(name), change.getValue(), strategic));
            }
        }
        return result;
    }

    private static boolean mergeable(String field, JsonNode patch, @Nullable JsonNode target) {
        return MERGE_KEYS.containsKey(field) && patch.isArray() && target != null && target.isArray();
    }

    private static void mergeLists(String key, ArrayNode target, JsonNode patch) {
        for (JsonNode entry : patch) {
            var at = indexOf(target, key, Json.text(entry, key));
            if ("delete".equals(Json.text(entry, "$patch"))) {
                if (at >= 0) {
                    target.remove(at);
                }
            } else if (at < 0) {
                target.add(entry);
            } else {
                target.set(at, merge(target.get(at), entry, true));
            }
        }
    }

    private static int indexOf(ArrayNode list, String key, String value) {
        for (int i = 0; i < list.size(); i++) {
            if (Json.text(list.get(i), key).equals(value)) {
                return i;
            }
        }
        return -1;
    }
}
