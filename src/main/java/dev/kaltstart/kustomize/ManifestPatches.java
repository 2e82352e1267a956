package dev.kaltstart.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The patches of a kustomization file: strategic merges and JSON patches, in the file or in others of the tree. */
record ManifestPatches(FileTree tree, String directory, PatchBudget budget) {

    /** The merge keys of lists in Kubernetes' own kinds; a list of a custom resource is replaced. */
    private static final Map<String, String> MERGE_KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "env", "name",
            "volumes", "name",
            "volumeMounts", "mountPath",
            "ports", "containerPort",
            "imagePullSecrets", "name");

    /** A name in a selector is a regular expression, and the author is a stranger: no longer than any name. */
    private static final int LONGEST_PATTERN = 253;

    void apply(JsonNode kustomization, List<ObjectNode> objects) {
        for (String key : List.of("patches", "patchesJson6902")) {
            kustomization.path(key).forEach(entry -> apply(text(entry), entry, objects));
        }
        Overlay.strings(kustomization, "patchesStrategicMerge")
                .map(patch -> patch.contains("\n") ? patch : file(patch))
                .forEach(patch -> apply(patch, MissingNode.getInstance(), objects));
    }

    private String text(JsonNode entry) {
        var inline = ManifestFields.text(entry, "patch");
        return inline.isEmpty() ? file(ManifestFields.text(entry, "path")) : inline;
    }

    private String file(String path) {
        var normal = Overlay.normal(directory, path);
        return tree.read(normal)
                .orElseThrow(() -> new BuildFailure("failed to get the patch file from path(%s)".formatted(path)));
    }

    private void apply(String text, JsonNode entry, List<ObjectNode> objects) {
        var target = entry.path("target");
        var renames = ManifestFields.at(entry, "options", "allowNameChange").asBoolean();
        for (JsonNode patch : Documents.read(text)) {
            var selector = target.isMissingNode() ? itself(patch) : target;
            var any = false;
            for (int at = objects.size() - 1; at >= 0; at--) {
                if (selected(objects.get(at), selector, target.isMissingNode())) {
                    any = true;
                    change(patch, renames, objects, at);
                }
            }
            if (!any && target.isMissingNode()) {
                throw new BuildFailure("no resource matches strategic merge patch \"%s.%s\""
                        .formatted(ManifestFields.text(selector, "kind"), ManifestFields.text(selector, "name")));
            }
        }
    }

    private void change(JsonNode patch, boolean renames, List<ObjectNode> objects, int at) {
        if (patch instanceof ArrayNode operations) {
            try {
                JsonNode changed = objects.get(at);
                for (JsonNode operation : operations) {
                    budget.spend(changed);
                    changed = JsonPatch.apply(single(operation), changed);
                }
                objects.set(at, (ObjectNode) changed);
            } catch (JsonPatchException | IllegalArgumentException | ClassCastException e) {
                throw new BuildFailure("unable to apply patch: " + e.getMessage());
            }
        } else if ("delete".equals(ManifestFields.text(patch, "$patch"))) {
            objects.remove(at);
        } else if (patch instanceof ObjectNode changes) {
            merge(objects.get(at), body(changes, renames), custom(objects.get(at)));
        }
    }

    private static ArrayNode single(JsonNode operation) {
        return ManifestFields.MAPPER.createArrayNode().add(operation);
    }

    /** A patch with a target can have any name, which counts only when the entry says so. */
    private static ObjectNode body(ObjectNode patch, boolean renames) {
        var body = patch.deepCopy();
        body.remove(List.of("apiVersion", "kind"));
        if (body.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(renames ? List.of("namespace") : List.of("name", "namespace"));
        }
        return body;
    }

    private static boolean custom(ObjectNode object) {
        var version = ManifestFields.text(object, "apiVersion");
        return version.contains(".") && !version.contains(".k8s.io/");
    }

    private static JsonNode itself(JsonNode patch) {
        return ManifestFields.MAPPER
                .createObjectNode()
                .put("kind", ManifestFields.text(patch, "kind"))
                .put("name", ManifestFields.text(patch, "metadata", "name"))
                .put("namespace", ManifestFields.text(patch, "metadata", "namespace"));
    }

    private boolean selected(ObjectNode object, JsonNode selector, boolean literally) {
        budget.spend(1);
        var version = ManifestFields.text(object, "apiVersion");
        int slash = version.indexOf('/');
        return fits(selector, "kind", ManifestFields.text(object, "kind"), literally)
                && fits(selector, "group", slash < 0 ? "" : version.substring(0, slash), literally)
                && fits(selector, "version", version.substring(slash + 1), literally)
                && fits(selector, "name", ManifestFields.text(object, "metadata", "name"), literally)
                && fits(selector, "namespace", ManifestFields.text(object, "metadata", "namespace"), literally)
                && labelled(selector, "labelSelector", object, "labels")
                && labelled(selector, "annotationSelector", object, "annotations");
    }

    private boolean fits(JsonNode selector, String field, String value, boolean literally) {
        var wanted = ManifestFields.text(selector, field);
        if (wanted.isEmpty() || wanted.equals(value)) {
            return true;
        }
        if (literally || wanted.length() > LONGEST_PATTERN || value.length() > LONGEST_PATTERN) {
            return false;
        }
        var bounded = new BoundedText(value);
        try {
            return Pattern.matches(wanted, bounded);
        } catch (PatternSyntaxException | BoundedText.Exhausted | StackOverflowError e) {
            return false;
        } finally {
            budget.spend(bounded.used());
        }
    }

    private static boolean labelled(JsonNode selector, String field, ObjectNode object, String where) {
        for (String term : ManifestFields.text(selector, field).split(",")) {
            var pair = term.strip().split("==?", 2);
            var value = ManifestFields.at(object, "metadata", where, pair[0].strip());
            if (pair.length == 2 && pair[0].endsWith("!")) {
                return !ManifestFields.text(
                                object,
                                "metadata",
                                where,
                                pair[0].replace("!", "").strip())
                        .equals(pair[1].strip());
            }
            if (!term.isBlank()
                    && (value.isMissingNode()
                            || pair.length == 2 && !value.asText().equals(pair[1].strip()))) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode merge(@Nullable JsonNode target, JsonNode patch, boolean custom) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        var result = target instanceof ObjectNode object ? object : ManifestFields.MAPPER.createObjectNode();
        if ("replace".equals(ManifestFields.text(changes, "$patch"))) {
            result.removeAll();
        }
        changes.properties().stream()
                .filter(change -> !change.getKey().startsWith("$"))
                .forEach(change -> merge(result, change.getKey(), change.getValue(), custom));
        return result;
    }

    private static void merge(ObjectNode result, String name, JsonNode value, boolean custom) {
        if (value.isNull() || "delete".equals(ManifestFields.text(value, "$patch"))) {
            result.remove(name);
        } else if (!custom
                && MERGE_KEYS.containsKey(name)
                && value.isArray()
                && result.get(name) instanceof ArrayNode list) {
            value.forEach(entry -> mergeEntry(list, MERGE_KEYS.getOrDefault(name, "name"), entry));
        } else {
            result.set(name, merge(result.get(name), value, custom));
        }
    }

    private static void mergeEntry(ArrayNode list, String key, JsonNode entry) {
        for (int at = 0; at < list.size(); at++) {
            if (list.get(at).path(key).equals(entry.path(key))) {
                if ("delete".equals(ManifestFields.text(entry, "$patch"))) {
                    list.remove(at);
                } else {
                    list.set(at, merge(list.get(at), entry, false));
                }
                return;
            }
        }
        list.add(entry.deepCopy());
    }
}
