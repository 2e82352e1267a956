package dev.kaltstart.flux.diff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What differs between two states of an object.
 *
 * @param paths from its top to each field that differs; the steps are names, and numbers of list entries as the first has
 *     them
 */
record Fields(List<List<Object>> paths) {

    private static final Set<String> NOT_COMPARED = Set.of("status", "apiVersion", "kind");
    private static final Set<String> OF_METADATA = Set.of("labels", "annotations");
    private static final Pattern HIDDEN =
            Pattern.compile("(?i)passw|passphrase|token|secret|credential|key|[.]env\\[\\d+\\][.]value");
    private static final int LONGEST = 80;

    static Fields between(JsonNode live, JsonNode other) {
        var paths = new ArrayList<List<Object>>();
        for (String field : names(live, other)) {
            if (field.equals("metadata")) {
                OF_METADATA.forEach(part -> compare(
                        live.path(field).path(part), other.path(field).path(part), List.of(field, part), paths));
            } else if (!NOT_COMPARED.contains(field)) {
                compare(live.path(field), other.path(field), List.of(field), paths);
            }
        }
        return new Fields(paths);
    }

    /** {@code spec.replicas: 5 -> 1}, one each; long values, and those that may be secret, are left out. */
    static List<String> message(Fields fields, JsonNode live, JsonNode other, boolean secret) {
        return fields.paths().stream()
                .map(path -> {
                    String name = name(path);
                    boolean hidden = secret || HIDDEN.matcher(name).find();
                    return name + (hidden ? " changes" : ": " + value(live, path) + " -> " + value(other, path));
                })
                .toList();
    }

    private static String name(List<Object> path) {
        var name = new StringBuilder();
        path.forEach(step -> name.append(step instanceof Integer ? "[" + step + "]" : "." + step));
        return name.substring(1);
    }

    private static String value(JsonNode object, List<Object> path) {
        JsonNode node = object;
        for (Object step : path) {
            node = step instanceof Integer number ? node.path(number) : node.path(String.valueOf(step));
        }
        if (node.isMissingNode() || node.isNull()) {
            return "nothing";
        }
        String text = node.isTextual() ? node.asText() : node.toString();
        return text.length() <= LONGEST && !text.contains("\n") ? text : text.length() + " characters";
    }

    boolean none() {
        return paths.isEmpty();
    }

    private static Set<String> names(JsonNode live, JsonNode other) {
        var names = new LinkedHashSet<String>();
        live.fieldNames().forEachRemaining(names::add);
        other.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void compare(JsonNode live, JsonNode other, List<Object> at, List<List<Object>> paths) {
        if (same(live, other)) {
            return;
        }
        if (live.isObject() && other.isObject()) {
            names(live, other).forEach(name -> compare(live.path(name), other.path(name), with(at, name), paths));
        } else if (live.isArray() && other.isArray()) {
            entries(live, other, at, paths);
        } else {
            paths.add(at);
        }
    }

    private static boolean same(JsonNode live, JsonNode other) {
        boolean numbers = live.isNumber() && other.isNumber();
        boolean nothing = empty(live) && empty(other);
        return live.equals(other) || nothing || (numbers && live.decimalValue().compareTo(other.decimalValue()) == 0);
    }

    private static boolean empty(JsonNode node) {
        return node.isMissingNode() || node.isNull() || (node.isContainerNode() && node.isEmpty());
    }

    /** Entries that bear a name are compared with those of the same name, others by their place. */
    private static void entries(JsonNode live, JsonNode other, List<Object> at, List<List<Object>> paths) {
        for (int number = 0; number < live.size(); number++) {
            compare(live.get(number), counterpart(other, live.get(number), number), with(at, number), paths);
        }
        for (int number = 0; number < other.size(); number++) {
            if (empty(counterpart(live, other.get(number), number))) {
                paths.add(at);
            }
        }
    }

    private static JsonNode counterpart(JsonNode list, JsonNode entry, int number) {
        if (!entry.path("name").isTextual()) {
            return list.path(number);
        }
        for (JsonNode one : list) {
            if (one.path("name").equals(entry.path("name"))) {
                return one;
            }
        }
        return list.path(list.size());
    }

    private static List<Object> with(List<Object> path, Object step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }
}
