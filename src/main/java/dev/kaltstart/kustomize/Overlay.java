package dev.kaltstart.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds a directory like kustomize: resources, generators and components, with patches, namespace, labels and annotations.
 * Never fetches a remote resource and never runs a plugin.
 */
final class Overlay {

    private static final List<String> FILES = List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
    private static final int DEEPEST = 30;
    /** Of directories and of objects in one build: one that lists another twice doubles the work at each level. */
    private static final int MOST = 20_000;

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
    private final FaultHandler faults;
    private final PatchBudget patching = new PatchBudget();
    private int steps;

    /** @param where path of the tree as the tool's messages print it */
    Overlay(FileTree tree, String where, FaultHandler faults) {
        this.tree = tree;
        this.where = where;
        this.faults = faults;
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
        step(1);
        var known = objects.stream().map(Overlay::id).collect(Collectors.toCollection(HashSet::new));
        Stream.of("resources", "bases")
                .flatMap(key -> strings(kustomization, key))
                .forEach(resource -> attempt(
                        directory,
                        resource,
                        () -> resource(directory, resource, depth)
                                .forEach(object -> accumulate(object, objects, known))));
        attempt(
                directory,
                "",
                () -> new ManifestGenerators(tree, directory)
                        .objects(kustomization)
                        .forEach(object -> accumulate(object, objects, known)));
        strings(kustomization, "components")
                .filter(component -> !remote(component))
                .forEach(component ->
                        attempt(directory, component, () -> component(directory, component, objects, depth)));
        attempt(directory, "", () -> new ManifestPatches(tree, directory, patching).apply(kustomization, objects));
        transform(kustomization, objects);
        attempt(directory, "", () -> new Replacements(tree, directory, patching).apply(kustomization, objects));
        strings(kustomization, "transformers")
                .forEach(transformer -> attempt(
                        directory,
                        transformer,
                        () -> resource(directory, transformer, depth)
                                .forEach(one -> NamespaceTransformer.apply(one, objects))));
        return objects;
    }

    private void step(int many) {
        steps += many;
        if (steps > MOST) {
            throw new TooMuch("more than %,d directories and objects: is there a circle?".formatted(MOST));
        }
    }

    private void attempt(String directory, String resource, Runnable part) {
        try {
            part.run();
        } catch (TooMuch failure) {
            throw failure;
        } catch (BuildFailure failure) {
            var file = resource.isEmpty()
                    ? directory
                    : Path.of(directory, resource).normalize().toString();
            faults.fault(tree.place(file), failure);
        }
    }

    private void accumulate(ObjectNode object, List<ObjectNode> objects, Set<String> known) {
        step(1);
        if (!known.add(id(object))) {
            throw new BuildFailure(
                    "accumulating resources: may not add resource with an already registered id: " + id(object));
        }
        objects.add(object);
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

    /** Stays out of the build: it is not in the repository. */
    static boolean remote(String resource) {
        return resource.contains("://")
                || resource.contains("?ref=")
                || resource.startsWith("github.com/")
                || resource.startsWith("git@");
    }

    private List<ObjectNode> resource(String directory, String resource, int depth) {
        if (remote(resource)) {
            return List.of();
        }
        var path = normal(directory, resource);
        if (tree.isDirectory(path)) {
            return build(path, new ArrayList<>(), depth + 1);
        }
        try {
            var text = tree.read(path)
                    .orElseThrow(
                            () -> new BuildFailure("open %s: no such file or directory".formatted(absolute(path))));
            return faults == FaultHandler.STRICT ? Documents.objects(text) : Documents.located(text, tree.place(path));
        } catch (BuildFailure failure) {
            if (faults != FaultHandler.STRICT) {
                throw failure;
            }
            throw new BuildFailure(
                    "accumulating resources: accumulation err='accumulating resources from '%s': %s': must build at directory: '%s': file is not directory"
                            .formatted(resource, failure.getMessage(), absolute(path)));
        }
    }

    private static String id(ObjectNode object) {
        var version = ManifestFields.text(object, "apiVersion");
        var at = version.indexOf('/');
        return "%s.%s.%s/%s.%s"
                .formatted(
                        ManifestFields.text(object, "kind"),
                        version.substring(at + 1),
                        at < 0 ? "[noGrp]" : version.substring(0, at),
                        ManifestFields.text(object, "metadata", "name"),
                        ManifestFields.at(object, "metadata", "namespace").asText("[noNs]"));
    }

    private static void transform(JsonNode kustomization, List<ObjectNode> objects) {
        var namespace = ManifestFields.text(kustomization, "namespace");
        var prefix = ManifestFields.text(kustomization, "namePrefix");
        var suffix = ManifestFields.text(kustomization, "nameSuffix");
        for (ObjectNode object : objects) {
            if (!namespace.isEmpty()) {
                move(object, namespace);
            }
            if (!prefix.isEmpty() || !suffix.isEmpty()) {
                rename(object, prefix, suffix);
            }
            put(object, "labels", kustomization.path("commonLabels"));
            put(object, "annotations", kustomization.path("commonAnnotations"));
            kustomization.path("labels").forEach(labels -> put(object, "labels", labels.path("pairs")));
        }
    }

    private static void rename(ObjectNode object, String prefix, String suffix) {
        if (!Set.of("Namespace", "CustomResourceDefinition").contains(ManifestFields.text(object, "kind"))) {
            var name = prefix + ManifestFields.text(object, "metadata", "name") + suffix;
            ManifestFields.within(object, "metadata").put("name", name);
        }
    }

    static boolean namespaced(ObjectNode object) {
        var kind = ManifestFields.text(object, "kind");
        return !kind.equals("Namespace") && !CLUSTER_WIDE.contains(kind);
    }

    private static void move(ObjectNode object, String namespace) {
        var kind = ManifestFields.text(object, "kind");
        if (kind.equals("Namespace")) {
            ManifestFields.within(object, "metadata").put("name", namespace);
        } else if (!CLUSTER_WIDE.contains(kind)) {
            ManifestFields.within(object, "metadata").put("namespace", namespace);
        }
    }

    static void put(ObjectNode object, String what, JsonNode values) {
        if (!values.isEmpty()) {
            var target = ManifestFields.within(object, "metadata", what);
            values.properties().forEach(value -> target.set(value.getKey(), value.getValue()));
        }
    }

    static Stream<String> strings(JsonNode kustomization, String key) {
        return kustomization.path(key).valueStream().map(JsonNode::asText);
    }

    static String join(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    /** @throws BuildFailure for a path that leads out of the tree */
    static String normal(String directory, String path) {
        try {
            var normal = Path.of(directory).resolve(path).normalize().toString();
            if (!normal.equals("..") && !normal.startsWith("../") && !path.startsWith("/")) {
                return normal;
            }
        } catch (InvalidPathException e) {
            // refused below
        }
        throw new BuildFailure("security; file '%s' is not in or below '%s'".formatted(path, directory));
    }

    private String absolute(String path) {
        return join(where, path);
    }

    /** Ends the build whatever becomes of other faults. */
    static final class TooMuch extends BuildFailure {
        TooMuch(String message) {
            super(message);
        }
    }
}
