package dev.kaltstart.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/** The transformer of kustomize that puts a namespace into fields of a repository's choice; no other one is known here. */
final class NamespaceTransformer {

    private NamespaceTransformer() {}

    /** Does nothing for a transformer of another kind: those that are programs are never run. */
    static void apply(ObjectNode transformer, List<ObjectNode> objects) {
        if (!ManifestFields.text(transformer, "apiVersion").equals("builtin")
                || !ManifestFields.text(transformer, "kind").equals("NamespaceTransformer")) {
            return;
        }
        var namespace = ManifestFields.text(transformer, "metadata", "namespace");
        var onlyUnset = transformer.path("unsetOnly").asBoolean();
        for (ObjectNode object : objects) {
            var own = ManifestFields.text(object, "metadata", "namespace");
            if (Overlay.namespaced(object) && !(onlyUnset && !own.isEmpty())) {
                ManifestFields.within(object, "metadata").put("namespace", namespace);
            }
            transformer.path("fieldSpecs").forEach(field -> put(field, object, namespace));
        }
    }

    private static void put(JsonNode field, ObjectNode object, String namespace) {
        var path = ManifestFields.text(field, "path").split("/");
        var above = Arrays.copyOf(path, path.length - 1);
        var group = ManifestFields.text(field, "group");
        var chosen = ManifestFields.text(object, "kind").equals(ManifestFields.text(field, "kind"))
                && (group.isEmpty() || ManifestFields.text(object, "apiVersion").startsWith(group + "/"));
        if (chosen
                && (field.path("create").asBoolean()
                        || ManifestFields.at(object, path).isTextual())) {
            ManifestFields.within(object, above).put(path[path.length - 1], namespace);
        }
    }
}
