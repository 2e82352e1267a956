package dev.kaltstart.twin.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Label and field selectors in the notation of the API. */
public final class Selector {

    private static final Pattern SET = Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
    private static final Set<String> EVERYWHERE = Set.of("metadata.name", "metadata.namespace");
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "pods",
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "spec.hostNetwork",
                    "status.phase",
                    "status.podIP",
                    "status.nominatedNodeName"),
            "nodes",
            Set.of("spec.unschedulable"),
            "secrets",
            Set.of("type"),
            "namespaces",
            Set.of("status.phase"),
            "events",
            Set.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "reason",
                    "type"));
    private static final Pattern BETWEEN = Pattern.compile(",(?![^(]*\\))");

    private Selector() {}

    /** {@code a=b,c!=d,e,!f,g in (h,i)} */
    public static Predicate<JsonNode> labels(String selector) {
        var terms = new ArrayList<Predicate<JsonNode>>();
        for (String term : BETWEEN.split(selector)) {
            terms.add(label(term.trim()));
        }
        return object -> terms.stream().allMatch(term -> term.test(Json.at(object, "metadata", "labels")));
    }

    private static Predicate<JsonNode> label(String term) {
        var set = SET.matcher(term);
        if (term.isEmpty()) {
            return labels -> true;
        }
        if (set.matches()) {
            var values =
                    Arrays.stream(set.group(3).split(",")).map(String::trim).toList();
            var wanted = "in".equals(set.group(2));
            return labels -> (labels.has(set.group(1)) && values.contains(Json.text(labels, set.group(1)))) == wanted;
        }
        if (term.startsWith("!")) {
            return labels -> !labels.has(term.substring(1));
        }
        return term.contains("=") ? compared(term) : labels -> labels.has(term);
    }

    private static Predicate<JsonNode> compared(String term) {
        var different = term.contains("!=");
        var parts = term.split(different ? "!=" : "==?", 2);
        return labels -> has(labels, parts[0].trim(), parts[1].trim()) != different;
    }

    private static boolean has(JsonNode labels, String label, String value) {
        return labels.has(label) && value.equals(Json.text(labels, label));
    }

    /**
     * {@code spec.nodeName=wk-1,status.phase!=Running}
     *
     * @throws ApiError for a field that objects of this kind cannot be selected by
     */
    public static Predicate<JsonNode> fields(Kind kind, String selector) {
        var terms = new ArrayList<Predicate<JsonNode>>();
        for (String term : List.of(selector.split(","))) {
            if (!term.isBlank()) {
                terms.add(field(kind, term.trim()));
            }
        }
        return object -> terms.stream().allMatch(term -> term.test(object));
    }

    private static Predicate<JsonNode> field(Kind kind, String term) {
        var different = term.contains("!=");
        var parts = term.split(different ? "!=" : "==?", 2);
        if (parts.length < 2) {
            throw new ApiError(400, "BadRequest", "invalid field selector: " + term);
        }
        if (!EVERYWHERE.contains(parts[0])
                && !FIELDS.getOrDefault(kind.plural(), Set.of()).contains(parts[0])) {
            throw new ApiError(400, "BadRequest", "field label not supported: " + parts[0]);
        }
        return object -> Json.text(object, parts[0].split("\\.")).equals(parts[1]) != different;
    }

    /** As {@link #matches}; a selector that is missing selects nothing, where an empty one selects all. */
    public static boolean selects(JsonNode selector, JsonNode object) {
        return selector.isObject() && matches(selector, object);
    }

    /** The selector inside an object: {@code matchLabels} and {@code matchExpressions} with all four operators. */
    public static boolean matches(JsonNode selector, JsonNode object) {
        var labels = Json.at(object, "metadata", "labels");
        for (var entry : selector.path("matchLabels").properties()) {
            if (!has(labels, entry.getKey(), entry.getValue().asText())) {
                return false;
            }
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            if (!expressed(expression, labels)) {
                return false;
            }
        }
        return true;
    }

    private static boolean expressed(JsonNode expression, JsonNode labels) {
        var label = Json.text(expression, "key");
        var values = new ArrayList<String>();
        expression.path("values").forEach(value -> values.add(value.asText()));
        return switch (Json.text(expression, "operator")) {
            case "In" -> labels.has(label) && values.contains(Json.text(labels, label));
            case "NotIn" -> !labels.has(label) || !values.contains(Json.text(labels, label));
            case "Exists" -> labels.has(label);
            case "DoesNotExist" -> !labels.has(label);
            default -> false;
        };
    }
}
