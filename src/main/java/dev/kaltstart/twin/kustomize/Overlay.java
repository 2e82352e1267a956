package dev.kaltstart.twin.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Builds a directory like kustomize: resources and components, with namespace, labels and annotations. Ignores patches,
 * generators and remote resources.
 */
final class Overlay {

    private static final List<String> FILES = List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
    private static final int DEEPEST = 30;
    private static final Set<String> CLUSTER_WIDE = Set.of(
            "APIService",
            "ClusterRole",
            "ClusterRoleBinding",
            "CSIDriver",
            "CustomResourceDefinition",
            "IngressClass",
            "MutatingWebhookConfiguration",
            "Namespace",
            "Node",
            "PersistentVolume",
            "PriorityClass",
            "RuntimeClass",
            "StorageClass",
            "ValidatingWebhookConfiguration",
            "VolumeSnapshotClass");

    private final FileTree tree;
    private final String where;

    /** @param where path of the tree as the tool's messages print it */
    Overlay(FileTree tree, String where) {
        this.tree = tree;
        this.where = where;
    }

    /** The kustomization file of a directory; empty when there is none. */
    static Optional<String> file(FileTree tree, String directory) {
        return FILES.stream()
                .map(name -> join(directory, name))
                .filter(path -> tree.read(path).isPresent())
                .findFirst();
    }

    List<ObjectNode> build(String directory) {
        return build(directory, new ArrayList<>(), 0);
    }

    /** As if the directory had such a kustomization file. */
    List<ObjectNode> build(String directory, JsonNode kustomization) {
        return build(directory, kustomization, new ArrayList<>(), 0);
    }

    private List<ObjectNode> build(String directory, List<ObjectNode> before, int depth) {
        var file = file(tree, directory)
                .orElseThrow(() -> new BuildFailure(
                        "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '%s'"
                                .formatted(absolute(directory))));
        return build(directory, read(file), before, depth);
    }

    JsonNode read(String file) {
        var documents = Documents.read(tree.read(file).orElse(""));
        if (documents.isEmpty() || documents.get(0).isEmpty()) {
            throw new BuildFailure("kustomization.yaml is empty");
        }
        return documents.get(0);
    }

    private List<ObjectNode> build(String directory, JsonNode kustomization, List<ObjectNode> objects, int depth) {
        if (depth > DEEPEST) {
            throw new BuildFailure("cycle detected: candidate root '%s'".formatted(absolute(directory)));
        }
        Stream.of("resources", "bases")
                .flatMap(key -> strings(kustomization, key))
                .forEach(resource -> {
                    for (ObjectNode object : resource(directory, resource, depth)) {
                        refuseNamesake(object, objects);
                        objects.add(object);
                    }
                });
        strings(kustomization, "components").forEach(component -> component(directory, component, objects, depth));
        transform(kustomization, objects);
        return objects;
    }

    private void component(String directory, String component, List<ObjectNode> objects, int depth) {
        var path = normal(directory, component);
        if (!tree.isDirectory(path)) {
            throw new BuildFailure(
                    "accumulating components: accumulateDirectory: \"couldn't make target for path '%s'\""
                            .formatted(absolute(path)));
        }
        // a component applies to everything gathered so far
        build(path, objects, depth + 1);
    }

    private List<ObjectNode> resource(String directory, String resource, int depth) {
        if (resource.contains("://") || resource.contains("?ref=") || resource.startsWith("github.com/")) {
            return List.of();
        }
        var path = normal(directory, resource);
        if (tree.isDirectory(path)) {
            return build(path, new ArrayList<>(), depth + 1);
        }
        try {
            return Documents.objects(tree.read(path)
                    .orElseThrow(
                            () -> new BuildFailure("open %s: no such file or directory".formatted(absolute(path)))));
        } catch (BuildFailure failure) {
            throw new BuildFailure(
                    "accumulating resources: accumulation err='accumulating resources from '%s': %s': must build at directory: '%s': file is not directory"
                            .formatted(resource, failure.getMessage(), absolute(path)));
        }
    }

    private static void refuseNamesake(ObjectNode object, List<ObjectNode> objects) {
        if (objects.stream().anyMatch(other -> id(other).equals(id(object)))) {
            throw new BuildFailure(
                    "accumulating resources: may not add resource with an already registered id: " + id(object));
        }
    }

    private static String id(ObjectNode object) {
        var version = Json.text(object, "apiVersion");
        var at = version.indexOf('/');
        return "%s.%s.%s/%s.%s"
                .formatted(
                        Json.text(object, "kind"),
                        version.substring(at + 1),
                        at < 0 ? "[noGrp]" : version.substring(0, at),
                        Json.text(object, "metadata", "name"),
                        Json.at(object, "metadata", "namespace").asText("[noNs]"));
    }

    private static void transform(JsonNode kustomization, List<ObjectNode> objects) {
        var namespace = Json.text(kustomization, "namespace");
        for (ObjectNode object : objects) {
            if (!namespace.isEmpty()) {
                move(object, namespace);
            }
            put(object, "labels", kustomization.path("commonLabels"));
            put(object, "annotations", kustomization.path("commonAnnotations"));
            kustomization.path("labels").forEach(labels -> put(object, "labels", labels.path("pairs")));
        }
    }

    private static void move(ObjectNode object, String namespace) {
        var kind = Json.text(object, "kind");
        if (kind.equals("Namespace")) {
            Json.within(object, "metadata").put("name", namespace);
        } else if (!CLUSTER_WIDE.contains(kind)) {
            Json.within(object, "metadata").put("namespace", namespace);
        }
    }

    static void put(ObjectNode object, String what, JsonNode values) {
        values.properties()
                .forEach(value -> Json.within(object, "metadata", what).set(value.getKey(), value.getValue()));
    }

    static Stream<String> strings(JsonNode kustomization, String key) {
        return kustomization.path(key).valueStream().map(JsonNode::asText);
    }

    static String join(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    /** @throws BuildFailure for a path that leads out of the tree */
    static String normal(String directory, String path) {
        var normal = Path.of(directory).resolve(path).normalize().toString();
        if (normal.startsWith("..") || path.startsWith("/")) {
            throw new BuildFailure("security; file '%s' is not in or below '%s'".formatted(path, directory));
        }
        return normal;
    }

    private String absolute(String path) {
        return join(where, path);
    }
}
