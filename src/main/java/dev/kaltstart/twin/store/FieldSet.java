package dev.kaltstart.twin.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Paths to the fields of an object that a manager has set, each step as the API writes it down (FieldsV1): {@code
 * f:name}, or {@code k:{"name":"app"}} for an entry of a list that has a key, and {@code .} for such an entry itself.
 */
final class FieldSet {

    private static final String ENTRY = ".";

    /** They say which object it is, not what it is like. */
    private static final Set<String> IDENTITY = Set.of("f:apiVersion", "f:kind", "f:status");

    private static final Set<String> OWN_METADATA = Set.of("f:labels", "f:annotations", "f:finalizers");

    private FieldSet() {}

    /** Every field there is but for identity and status. */
    static Set<List<String>> of(Kind kind, ObjectNode object) {
        var paths = new LinkedHashSet<List<String>>();
        collect(kind, object, List.of(), paths);
        paths.removeIf(path -> IDENTITY.contains(path.get(0))
                || (path.get(0).equals("f:metadata") && !OWN_METADATA.contains(path.get(1))));
        return paths;
    }

    private static void collect(Kind kind, JsonNode node, List<String> path, Set<List<String>> paths) {
        var key = path.isEmpty() ? "" : key(kind, path.get(path.size() - 1));
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            object.properties()
                    .forEach(entry -> collect(kind, entry.getValue(), plus(path, "f:" + entry.getKey()), paths));
        } else if (node instanceof ArrayNode list && !key.isEmpty()) {
            for (JsonNode entry : list) {
                var step = "k:" + Json.write(Json.object().set(key, entry.path(key)));
                paths.add(plus(plus(path, step), ENTRY));
                collect(kind, entry, plus(path, step), paths);
            }
        } else if (!path.isEmpty()) {
            paths.add(path);
        }
    }

    /** The key field of the entries of this list; empty for an atomic list. */
    private static String key(Kind kind, String step) {
        return kind.custom() ? "" : Patch.MERGE_KEYS.getOrDefault(step.substring(2), "");
    }

    private static List<String> plus(List<String> path, String step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return List.copyOf(longer);
    }

    static ObjectNode write(Set<List<String>> paths) {
        var tree = Json.object();
        paths.forEach(path -> Json.within(tree, path.toArray(String[]::new)));
        return tree;
    }

    static Set<List<String>> read(JsonNode tree) {
        var paths = new LinkedHashSet<List<String>>();
        read(tree, List.of(), paths);
        return paths;
    }

    private static void read(JsonNode tree, List<String> path, Set<List<String>> paths) {
        if (tree.isEmpty()) {
            paths.add(path);
        }
        tree.properties().forEach(entry -> read(entry.getValue(), plus(path, entry.getKey()), paths));
    }

    /** The value at a path; a missing node when there is none. */
    static JsonNode value(JsonNode from, List<String> path) {
        var node = from;
        for (String step : path) {
            node = step.equals(ENTRY) ? node : step.startsWith("k:") ? entry(node, step) : node.path(step.substring(2));
        }
        return node;
    }

    private static JsonNode entry(JsonNode list, String step) {
        var wanted = Json.read(step.substring(2)).properties().iterator().next();
        for (JsonNode entry : list) {
            if (wanted.getValue().equals(entry.path(wanted.getKey()))) {
                return entry;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /** Sets a value at a path, and creates missing parents. */
    static void set(ObjectNode object, List<String> path, JsonNode value) {
        JsonNode node = object;
        for (int i = 0; i < path.size(); i++) {
            var step = path.get(i);
            var last = i == path.size() - 1;
            if (step.startsWith("k:")) {
                var there = entry(node, step);
                node = there.isMissingNode() ? ((ArrayNode) node).addObject() : there;
            } else if (step.startsWith("f:") && last) {
                ((ObjectNode) node).set(step.substring(2), value);
            } else if (step.startsWith("f:")) {
                var list = path.get(i + 1).startsWith("k:");
                node = list
                        ? Json.list((ObjectNode) node, step.substring(2))
                        : Json.within((ObjectNode) node, step.substring(2));
            }
        }
    }

    static void remove(ObjectNode object, List<String> path) {
        var last = path.get(path.size() - 1);
        var parent = value(object, path.subList(0, path.size() - 1));
        if (parent instanceof ObjectNode there && last.startsWith("f:")) {
            there.remove(last.substring(2));
        } else if (last.equals(ENTRY) && value(object, path.subList(0, path.size() - 2)) instanceof ArrayNode list) {
            list.removeIf(entry -> entry == parent);
        }
    }

    /** As error messages name it: {@code .spec.containers[name="app"].image}. */
    static String path(List<String> path) {
        return path.stream()
                .filter(step -> !step.equals(ENTRY))
                .map(step -> step.startsWith("k:")
                        ? step.substring(2)
                                .replaceFirst("\\{\"(\\w+)\":", "[$1=")
                                .replaceFirst("}$", "]")
                        : "." + step.substring(2))
                .collect(Collectors.joining());
    }
}
