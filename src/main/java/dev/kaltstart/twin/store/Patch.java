package dev.kaltstart.twin.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Three of the four ways to patch an object; the fourth is server-side apply: {@link Ownership}. */
public final class Patch {

    private static final String JSON = "application/json-patch+json";
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";

    /** The merge keys of lists, where the real API has them. */
    // taints and tolerations are not among them: a patch replaces the whole list
    static final Map<String, String> MERGE_KEYS = Map.of(
            "conditions", "type",
            "addresses", "type",
            "containers", "name",
            "env", "name",
            "volumes", "name",
            "ownerReferences", "uid");

    private Patch() {}

    /** @throws ApiError when the type is not known, not for this kind, or the patch does not fit */
    public static ObjectNode apply(Kind kind, String contentType, ObjectNode current, JsonNode patch) {
        return switch (type(kind, contentType)) {
            case JSON -> json(current, patch);
            case MERGE -> (ObjectNode) merge(current.deepCopy(), patch, false);
            default -> (ObjectNode) merge(current.deepCopy(), patch, true);
        };
    }

    /** The API has no merge keys for custom resources. */
    private static String type(Kind kind, String contentType) {
        var accepted = kind.custom() ? List.of(JSON, MERGE) : List.of(JSON, MERGE, STRATEGIC);
        var type = contentType.split(";")[0].trim();
        if (!accepted.contains(type)) {
            throw new ApiError(
                    415,
                    "UnsupportedMediaType",
                    "the body of the request was in an unknown format - accepted media types include: "
                            + String.join(", ", accepted) + ", application/apply-patch+yaml");
        }
        return type;
    }

    private static ObjectNode json(ObjectNode current, JsonNode patch) {
        try {
            return (ObjectNode) JsonPatch.apply(patch, current);
        } catch (JsonPatchException e) {
            throw ApiError.invalid("the server rejected our request due to an error in our request: " + e.getMessage());
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
