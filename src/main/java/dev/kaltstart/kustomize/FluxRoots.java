package dev.kaltstart.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds where Flux begins in a repository: the sync of a FluxInstance, itself or in the values of its chart; the
 * Kustomization of {@code flux bootstrap}, which applies the directory that it is in; else the Kustomizations that are in
 * the directory of no other one.
 */
public final class FluxRoots {

    private static final String GROUP = "kustomize.toolkit.fluxcd.io";
    private static final String SYSTEM = "flux-system";
    private static final int LARGEST = 3 * 1024 * 1024;

    private final FileTree tree;
    private final FaultHandler faults;
    private final List<String> files;
    private final List<String> missing = new ArrayList<>();

    private FluxRoots(FileTree tree, FaultHandler faults) {
        this.tree = tree;
        this.faults = faults;
        this.files = tree.files("").stream()
                .filter(file -> file.matches(".*\\.ya?ml"))
                .filter(file -> !file.startsWith(".git/") && !file.contains("/clusterconfig/"))
                .toList();
    }

    /**
     * The roots of a repository.
     *
     * @param roots one for each cluster, the likeliest first
     * @param guessed whether nothing says where Flux begins, so that they are a guess
     * @param missing places that name a directory which is not there, one sentence each
     */
    public record Found(List<FluxRoot> roots, boolean guessed, List<String> missing) {
        public Found {
            roots = List.copyOf(roots);
            missing = List.copyOf(missing);
        }
    }

    /** @param hints names that tell this cluster from others in the repository, such as its own and its directories */
    public static Found of(FileTree tree, List<String> hints, FaultHandler faults) {
        return new FluxRoots(tree, faults).find(hints);
    }

    private Found find(List<String> hints) {
        var declared = documents(text -> text.contains(GROUP), FluxRoots::kustomization);
        var roots = new ArrayList<>(synced());
        var synced = !roots.isEmpty();
        declared.stream()
                .filter(FluxRoots::appliesItself)
                // one that another applies is no root, even if it applies its own directory again
                .filter(one -> declared.stream().noneMatch(other -> other != one && inside(one, other)))
                .map(this::root)
                .filter(root -> !synced || root.file().contains("/gotk-sync.y"))
                .forEach(roots::add);
        var guessed = roots.isEmpty();
        if (guessed) {
            topmost(declared).forEach(roots::add);
            return new Found(roots, !roots.isEmpty(), missing);
        }
        Map<String, FluxRoot> byPath = new LinkedHashMap<>();
        roots.forEach(root -> byPath.putIfAbsent(root.path(), root));
        var sorted = byPath.values().stream()
                .filter(root -> below(root, byPath.values().stream().toList()).isEmpty())
                .sorted(Comparator.comparing((FluxRoot root) -> -likeness(root, hints)))
                .toList();
        return new Found(sorted, false, missing);
    }

    /** Another root whose directory has this one's: the root of a cluster applies both. */
    private static Optional<FluxRoot> below(FluxRoot root, List<FluxRoot> all) {
        return all.stream()
                .filter(other -> !other.path().equals(root.path())
                        && (other.path().isEmpty() || root.path().startsWith(other.path() + "/")))
                .findFirst();
    }

    private static long likeness(FluxRoot root, List<String> hints) {
        var steps = List.of((root.path() + "/" + root.file()).split("/"));
        return hints.stream().filter(steps::contains).count();
    }

    private FluxRoot root(ObjectNode kustomization) {
        return new FluxRoot(kustomization, true, ManifestFields.text(kustomization, Documents.SOURCE), "");
    }

    // FluxInstance

    private List<FluxRoot> synced() {
        var found = new ArrayList<FluxRoot>();
        for (String file : files) {
            var text = readable(file);
            if (text.contains("FluxInstance")
                    || text.contains("flux-instance")
                    || text.contains("\ninstance:")
                    || text.startsWith("instance:")) {
                for (JsonNode document : parsed(text)) {
                    sync(document).ifPresent(sync -> synced(sync, file).ifPresent(found::add));
                }
            }
        }
        return found;
    }

    /** In the object itself, in a release of its chart, or in a file of values for it. */
    private static Optional<JsonNode> sync(JsonNode document) {
        if (ManifestFields.isA(document, "fluxcd.controlplane.io", "FluxInstance")) {
            return synced(ManifestFields.at(document, "spec", "sync"));
        }
        if (ManifestFields.isA(document, "helm.toolkit.fluxcd.io", "HelmRelease")) {
            return synced(ManifestFields.at(document, "spec", "values", "instance", "sync"));
        }
        return document.has("kind") ? Optional.empty() : synced(ManifestFields.at(document, "instance", "sync"));
    }

    private static Optional<JsonNode> synced(JsonNode sync) {
        return Optional.of(sync)
                .filter(found -> !ManifestFields.text(found, "path").isEmpty());
    }

    private Optional<FluxRoot> synced(JsonNode sync, String file) {
        var path = ManifestFields.text(sync, "path")
                .replaceFirst("^(\\./)+|^/+", "")
                .replaceFirst("/+$", "");
        try {
            var normal = Overlay.normal("", path.equals(".") ? "" : path);
            var top = top(normal);
            if (top.isEmpty()) {
                missing.add("%s: Flux follows the directory %s, which does not exist".formatted(file, path));
                return Optional.empty();
            }
            return Optional.of(new FluxRoot(rootOf(sync, normal), false, file, top.get()));
        } catch (BuildFailure failure) {
            faults.fault(file, failure);
            return Optional.empty();
        }
    }

    /** Empty for the repository itself; an OCI artifact can begin at one of its directories. */
    private Optional<String> top(String path) {
        return Stream.concat(
                        Stream.of(""),
                        files.stream()
                                .filter(file -> file.contains("/" + path + "/"))
                                .map(file -> file.substring(0, file.indexOf("/" + path + "/")))
                                .filter(top -> !top.contains("/"))
                                .distinct())
                .filter(top -> tree.isDirectory(top.isEmpty() ? path : Overlay.join(top, path)))
                .findFirst();
    }

    private static ObjectNode rootOf(JsonNode sync, String path) {
        var name = sync.path("name").asText(SYSTEM);
        var root = ManifestFields.MAPPER
                .createObjectNode()
                .put("apiVersion", GROUP + "/v1")
                .put("kind", "Kustomization");
        ManifestFields.within(root, "metadata").put("name", name).put("namespace", SYSTEM);
        ManifestFields.within(root, "spec").put("path", "./" + path).put("prune", true);
        ManifestFields.within(root, "spec", "sourceRef")
                .put("kind", sync.path("kind").asText("GitRepository"))
                .put("name", name)
                .put("url", ManifestFields.text(sync, "url"));
        return root;
    }

    // Kustomizations as files

    private static boolean kustomization(ObjectNode object) {
        return ManifestFields.isA(object, GROUP, "Kustomization")
                && !ManifestFields.text(object, "metadata", "name").contains("${");
    }

    private static boolean appliesItself(ObjectNode kustomization) {
        return inside(kustomization, kustomization);
    }

    private static boolean inside(ObjectNode kustomization, ObjectNode other) {
        var path = FluxRoot.pathOf(other).replaceFirst("/+$", "");
        var file = ManifestFields.text(kustomization, Documents.SOURCE);
        return !path.isEmpty() && !path.equals(".") && file.startsWith(path + "/");
    }

    private Stream<FluxRoot> topmost(List<ObjectNode> declared) {
        return declared.stream()
                .filter(one -> declared.stream().noneMatch(other -> inside(one, other)))
                .map(this::root);
    }

    private List<ObjectNode> documents(Predicate<String> wanted, Predicate<ObjectNode> kept) {
        var found = new ArrayList<ObjectNode>();
        for (String file : files) {
            var text = readable(file);
            if (wanted.test(text)) {
                try {
                    Documents.located(text, file).stream().filter(kept).forEach(found::add);
                } catch (BuildFailure failure) {
                    // reported by the build, if the file belongs to it
                }
            }
        }
        return found;
    }

    private static List<JsonNode> parsed(String text) {
        try {
            return Documents.read(text);
        } catch (BuildFailure failure) {
            return List.of();
        }
    }

    private String readable(String file) {
        try {
            return tree.read(file).filter(text -> text.length() <= LARGEST).orElse("");
        } catch (BuildFailure failure) {
            return "";
        }
    }
}
