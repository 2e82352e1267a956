package dev.kaltstart.flux.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Who answers for the fields of an object, as the API server keeps it in {@code metadata.managedFields} (src:
 * kubernetes-sigs/structured-merge-diff:fieldpath/serialize.go).
 *
 * @param live the object
 */
record FieldOwners(JsonNode live) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTROLLER = "kustomize-controller";
    private static final String LAST_APPLIED = "f:kubectl.kubernetes.io/last-applied-configuration";

    /** All but Flux itself that answer for one of these fields. */
    List<String> of(Fields fields) {
        var managers = new TreeSet<String>();
        for (JsonNode entry : live.path("metadata").path("managedFields")) {
            String manager = entry.path("manager").asText();
            if (!manager.equals(CONTROLLER)
                    && fields.paths().stream().anyMatch(path -> owns(entry.path("fieldsV1"), path, 0, live))) {
                managers.add(manager);
            }
        }
        return List.copyOf(managers);
    }

    private static boolean owns(JsonNode owned, List<Object> path, int at, JsonNode value) {
        boolean whole = owned.isObject() && (owned.isEmpty() || (owned.size() == 1 && owned.has(".")));
        if (at == path.size() || (whole && at > 0)) {
            return !owned.isMissingNode();
        }
        if (path.get(at) instanceof Integer number) {
            return owns(entry(owned, value.path(number), number), path, at + 1, value.path(number));
        }
        String name = String.valueOf(path.get(at));
        return owns(owned.path("f:" + name), path, at + 1, value.path(name));
    }

    /** What is said of one entry of a list, which goes by its keys, its value or its place. */
    private static JsonNode entry(JsonNode owned, JsonNode value, int number) {
        for (Iterator<Map.Entry<String, JsonNode>> all = owned.fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> one = all.next();
            String name = one.getKey();
            boolean meant = name.startsWith("k:")
                    ? hasAll(value, parsed(name.substring(2)))
                    : name.startsWith("v:") ? parsed(name.substring(2)).equals(value) : name.equals("i:" + number);
            if (meant) {
                return one.getValue();
            }
        }
        return owned.path("f:");
    }

    private static boolean hasAll(JsonNode value, JsonNode keys) {
        for (Iterator<Map.Entry<String, JsonNode>> all = keys.fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> key = all.next();
            if (!value.path(key.getKey()).asText().equals(key.getValue().asText())) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /**
     * Those whose fields the controller takes back, also fields that Git says nothing of: what {@code kubectl} has changed
     * (src: fluxcd/kustomize-controller, fieldManagers).
     *
     * @param wanted the object as Git has it
     */
    List<String> takenBack(JsonNode wanted) {
        var managers = new TreeSet<String>();
        for (JsonNode entry : live.path("metadata").path("managedFields")) {
            if (isTakenBack(entry) && adds(entry.path("fieldsV1"), wanted, live)) {
                managers.add(entry.path("manager").asText());
            }
        }
        return List.copyOf(managers);
    }

    private static boolean isTakenBack(JsonNode entry) {
        String manager = entry.path("manager").asText();
        boolean update = entry.path("operation").asText().equals("Update");
        return entry.path("subresource").asText().isEmpty()
                && (manager.startsWith("kubectl") || (update && manager.startsWith("before-first-apply")));
    }

    /** Is there a field among them that is in the cluster and not in Git, and that has no other manager? */
    private boolean adds(JsonNode owned, JsonNode wanted, JsonNode value) {
        return adds(owned, wanted, value, new ArrayList<>());
    }

    private boolean adds(JsonNode owned, JsonNode wanted, JsonNode value, List<Object> path) {
        for (Iterator<Map.Entry<String, JsonNode>> all = owned.fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> field = all.next();
            String name = field.getKey();
            if (!name.startsWith("f:") || name.equals(LAST_APPLIED) || (path.isEmpty() && name.equals("f:status"))) {
                continue;
            }
            String plain = name.substring(2);
            path.add(plain);
            boolean there = value.has(plain);
            boolean missing = there && !wanted.has(plain) && field.getValue().isEmpty() && !isOthers(path);
            if (missing || (there && adds(field.getValue(), wanted.path(plain), value.path(plain), path))) {
                return true;
            }
            path.remove(path.size() - 1);
        }
        return false;
    }

    private boolean isOthers(List<Object> path) {
        for (JsonNode entry : live.path("metadata").path("managedFields")) {
            if (!isTakenBack(entry)
                    && !entry.path("manager").asText().equals(CONTROLLER)
                    && owns(entry.path("fieldsV1"), path, 0, live)) {
                return true;
            }
        }
        return false;
    }
}
