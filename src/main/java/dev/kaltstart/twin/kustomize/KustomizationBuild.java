package dev.kaltstart.twin.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Builds a directory as Flux does for one Kustomization: a directory without a kustomization file gets one that lists its
 * files (src: fluxcd/pkg:kustomize/kustomize_generator.go), and the Kustomization adds its namespace and its
 * substitutions.
 */
public final class KustomizationBuild {

    private final FileTree tree;
    private final ObjectNode kustomization;
    private final String where;

    /** @param where path of the tree as the tool's messages print it */
    public KustomizationBuild(FileTree tree, ObjectNode kustomization, String where) {
        this.tree = tree;
        this.kustomization = kustomization;
        this.where = where;
    }

    /**
     * @param path of the directory in the tree
     * @param variables for post-build substitution, if the Kustomization enables it
     * @throws BuildFailure in the words of Flux
     */
    public List<ObjectNode> objects(String path, Map<String, String> variables) {
        var directory = Overlay.normal("", path.replaceFirst("^(\\./)+|^/+", ""));
        var recipe = recipe(directory);
        List<ObjectNode> objects;
        try {
            objects = new Overlay(tree, where).build(directory, recipe);
        } catch (BuildFailure failure) {
            throw new BuildFailure("kustomize build failed: " + failure.getMessage());
        }
        if (Json.at(kustomization, "spec").has("postBuild")) {
            objects = objects.stream()
                    .map(object -> new VariableSubstitution(variables).in(object))
                    .toList();
        }
        return objects;
    }

    private ObjectNode recipe(String directory) {
        var there = Overlay.file(tree, directory);
        ObjectNode recipe = there.map(
                        file -> new Overlay(tree, where).read(file).<ObjectNode>deepCopy())
                .orElseGet(() -> generated(directory));
        var namespace = Json.text(kustomization, "spec", "targetNamespace");
        if (!namespace.isEmpty()) {
            recipe.put("namespace", namespace);
        }
        Json.at(kustomization, "spec", "components")
                .forEach(component -> Json.list(recipe, "components").add(component.asText()));
        return recipe;
    }

    private ObjectNode generated(String directory) {
        var resources = new TreeSet<String>();
        var built = new ArrayList<String>();
        for (String file : tree.files(directory)) {
            var path = Overlay.join(directory, file);
            if (!file.matches(".*\\.ya?ml") || built.stream().anyMatch(below -> path.startsWith(below + "/"))) {
                continue;
            }
            var up = parent(directory, path);
            if (up.isEmpty()) {
                decode(path);
                resources.add("./" + file);
            } else {
                built.add(up);
                resources.add("./" + up.substring(directory.isEmpty() ? 0 : directory.length() + 1));
            }
        }
        var recipe = Json.object();
        resources.forEach(Json.list(recipe, "resources")::add);
        return recipe;
    }

    /** The topmost directory on the path to a file that has a kustomization file; empty when there is none. */
    private String parent(String directory, String path) {
        for (int slash = path.indexOf('/', directory.isEmpty() ? 0 : directory.length() + 1);
                slash >= 0;
                slash = path.indexOf('/', slash + 1)) {
            if (Overlay.file(tree, path.substring(0, slash)).isPresent()) {
                return path.substring(0, slash);
            }
        }
        return "";
    }

    private void decode(String path) {
        try {
            Documents.objects(tree.read(path).orElse(""));
        } catch (BuildFailure failure) {
            throw new BuildFailure("failed to decode Kubernetes YAML from %s: %s"
                    .formatted(Overlay.join(where, path), failure.getMessage()));
        }
    }

    /** Labels and annotations that the Kustomization gives to all it makes. */
    public static void adorn(ObjectNode kustomization, List<ObjectNode> objects) {
        JsonNode common = Json.at(kustomization, "spec", "commonMetadata");
        var owner = Json.object()
                .put("kustomize.toolkit.fluxcd.io/name", Json.text(kustomization, "metadata", "name"))
                .put("kustomize.toolkit.fluxcd.io/namespace", Json.text(kustomization, "metadata", "namespace"));
        for (ObjectNode object : objects) {
            Overlay.put(object, "labels", common.path("labels"));
            Overlay.put(object, "annotations", common.path("annotations"));
            Overlay.put(object, "labels", owner);
        }
    }

    /** The entries that a directory's own kustomization file lists. */
    public static List<String> listed(FileTree tree, String directory) {
        return Overlay.file(tree, directory).stream()
                .map(file -> new Overlay(tree, "").read(file))
                .flatMap(recipe ->
                        Stream.of("resources", "components", "crds").flatMap(list -> Overlay.strings(recipe, list)))
                .toList();
    }

    /** The documents of a file, to search them for a Kustomization. */
    public static List<ObjectNode> read(String text) {
        return Documents.objects(text);
    }
}
