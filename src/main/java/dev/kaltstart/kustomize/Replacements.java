package dev.kaltstart.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The replacements of a kustomization file: a field of one object goes into fields of others (src:
 * kubernetes-sigs/kustomize:api/filters/replacement/replacement.go). Paths with selectors of list entries, and parts of a text
 * by a delimiter, are left out.
 */
record Replacements(FileTree tree, String directory, PatchBudget budget) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){0,20}");

    void apply(JsonNode kustomization, List<ObjectNode> objects) {
        kustomization
                .path("replacements")
                .forEach(entry -> entries(entry)
                        .filter(one ->
                                ManifestFields.at(one, "source", "options").isMissingNode())
                        .forEach(one -> value(one.path("source"), objects)
                                .ifPresent(
                                        value -> one.path("targets").forEach(target -> put(target, value, objects)))));
    }

    /** In the kustomization file, or one or several in another file. */
    private Stream<JsonNode> entries(JsonNode entry) {
        var path = ManifestFields.text(entry, "path");
        if (path.isEmpty()) {
            return Stream.of(entry);
        }
        var text = tree.read(Overlay.normal(directory, path))
                .orElseThrow(
                        () -> new BuildFailure("failed to get the replacement file from path(%s)".formatted(path)));
        return Documents.read(text).stream().flatMap(one -> one.isArray() ? one.valueStream() : Stream.of(one));
    }

    private Optional<JsonNode> value(JsonNode source, List<ObjectNode> objects) {
        var path = ManifestFields.text(source, "fieldPath");
        var steps = (path.isEmpty() ? "metadata.name" : path).split("\\.");
        return objects.stream()
                .filter(object -> selected(object, source))
                .findFirst()
                .map(object -> ManifestFields.at(object, steps))
                .filter(JsonNode::isValueNode);
    }

    private void put(JsonNode target, JsonNode value, List<ObjectNode> objects) {
        var options = target.path("options");
        if (options.has("delimiter") || options.has("index")) {
            return;
        }
        objects.stream()
                .filter(object -> selected(object, target.path("select")))
                .filter(object -> target.path("reject").valueStream().noneMatch(not -> selected(object, not)))
                .forEach(object -> Overlay.strings(target, "fieldPaths")
                        .filter(path -> PLAIN.matcher(path).matches())
                        .forEach(path -> set(
                                object,
                                path.split("\\."),
                                value,
                                options.path("create").asBoolean())));
    }

    private static void set(ObjectNode object, String[] steps, JsonNode value, boolean create) {
        if (!create && ManifestFields.at(object, steps).isMissingNode()) {
            return;
        }
        var last = steps.length - 1;
        var parents = Stream.of(steps).limit(last).toArray(String[]::new);
        ManifestFields.within(object, parents).set(steps[last], value);
    }

    private boolean selected(ObjectNode object, JsonNode selector) {
        budget.spend(1);
        var version = ManifestFields.text(object, "apiVersion");
        int slash = version.indexOf('/');
        return fits(selector, "kind", ManifestFields.text(object, "kind"))
                && fits(selector, "group", slash < 0 ? "" : version.substring(0, slash))
                && fits(selector, "version", version.substring(slash + 1))
                && fits(selector, "name", ManifestFields.text(object, "metadata", "name"))
                && fits(selector, "namespace", ManifestFields.text(object, "metadata", "namespace"));
    }

    private static boolean fits(JsonNode selector, String field, String value) {
        var wanted = ManifestFields.text(selector, field);
        return wanted.isEmpty() || wanted.equals(value);
    }
}
