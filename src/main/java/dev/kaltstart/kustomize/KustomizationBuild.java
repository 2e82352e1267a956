package dev.kaltstart.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    private final FaultHandler faults;

    /** @param where path of the tree as the tool's messages print it */
    public KustomizationBuild(FileTree tree, ObjectNode kustomization, String where) {
        this(tree, kustomization, where, FaultHandler.STRICT);
    }

    /** @param faults of single files; the objects then know where they are declared */
    KustomizationBuild(FileTree tree, ObjectNode kustomization, String where, FaultHandler faults) {
        this.tree = tree;
        this.kustomization = kustomization;
        this.where = where;
        this.faults = faults;
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
            objects = overlay().build(directory, recipe);
        } catch (BuildFailure failure) {
            throw new BuildFailure("kustomize build failed: " + failure.getMessage());
        }
        if (ManifestFields.at(kustomization, "spec").has("postBuild")) {
            objects = objects.stream()
                    .map(object -> new VariableSubstitution(variables).in(object))
                    .toList();
        }
        return objects;
    }

    private ObjectNode recipe(String directory) {
        var there = Overlay.file(tree, directory);
        ObjectNode recipe = there.map(file -> mapping(overlay().read(file))).orElseGet(() -> generated(directory));
        var namespace = ManifestFields.text(kustomization, "spec", "targetNamespace");
        if (!namespace.isEmpty()) {
            recipe.put("namespace", namespace);
        }
        ManifestFields.at(kustomization, "spec", "components")
                .forEach(component -> ManifestFields.list(recipe, "components").add(component.asText()));
        ManifestFields.at(kustomization, "spec", "patches")
                .forEach(patch -> ManifestFields.list(recipe, "patches").add(patch));
        for (String affix : List.of("namePrefix", "nameSuffix")) {
            var text = ManifestFields.text(kustomization, "spec", affix);
            if (!text.isEmpty()) {
                recipe.put(affix, text);
            }
        }
        return recipe;
    }

    private static ObjectNode mapping(JsonNode file) {
        if (file instanceof ObjectNode recipe) {
            return recipe.deepCopy();
        }
        throw new BuildFailure(
                "invalid Kustomization: json: cannot unmarshal into Go value of type types.Kustomization");
    }

    private Overlay overlay() {
        return new Overlay(tree, where, faults);
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
                if (decodes(path)) {
                    resources.add("./" + file);
                }
            } else {
                built.add(up);
                resources.add("./" + up.substring(directory.isEmpty() ? 0 : directory.length() + 1));
            }
        }
        var recipe = ManifestFields.MAPPER.createObjectNode();
        resources.forEach(ManifestFields.list(recipe, "resources")::add);
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

    private boolean decodes(String path) {
        try {
            Documents.objects(tree.read(path).orElse(""));
            return true;
        } catch (BuildFailure failure) {
            faults.fault(
                    tree.place(path),
                    new BuildFailure("failed to decode Kubernetes YAML from %s: %s"
                            .formatted(Overlay.join(where, path), failure.getMessage())));
            return false;
        }
    }

    /** Labels and annotations that the Kustomization gives to all it makes. */
    public static void adorn(ObjectNode kustomization, List<ObjectNode> objects) {
        JsonNode common = ManifestFields.at(kustomization, "spec", "commonMetadata");
        var owner = ManifestFields.MAPPER
                .createObjectNode()
                .put("kustomize.toolkit.fluxcd.io/name", ManifestFields.text(kustomization, "metadata", "name"))
                .put(
                        "kustomize.toolkit.fluxcd.io/namespace",
                        ManifestFields.text(kustomization, "metadata", "namespace"));
        for (ObjectNode object : objects) {
            Overlay.put(object, "labels", common.path("labels"));
            Overlay.put(object, "annotations", common.path("annotations"));
            Overlay.put(object, "labels", owner);
        }
    }

    /** The entries that a directory's own kustomization file lists. */
    public static List<String> listed(FileTree tree, String directory) {
        return Overlay.file(tree, directory).stream()
                .map(file -> new Overlay(tree, "", FaultHandler.STRICT).read(file))
                .flatMap(recipe ->
                        Stream.of("resources", "components", "crds").flatMap(list -> Overlay.strings(recipe, list)))
                .toList();
    }

    /** The documents of a file, to search them for a Kustomization. */
    public static List<ObjectNode> read(String text) {
        return Documents.objects(text);
    }
}
