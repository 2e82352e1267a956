package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.inventory.Manifests.Manifest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The namespace into which kustomize puts the objects of a file. A kustomization.yaml with {@code namespace} overrides
 * the objects' own, and newer repositories rely on it (src: kubernetes-sigs/kustomize, NamespaceTransformer).
 */
final class KustomizeNamespaces {

    private final Map<String, String> byFile = new HashMap<>();
    private final Map<String, Manifest> kustomizations = new HashMap<>();

    static KustomizeNamespaces of(Manifests manifests) {
        var namespaces = new KustomizeNamespaces();
        manifests.all().stream()
                .filter(manifest -> named(manifest.file()))
                .forEach(manifest -> namespaces.kustomizations.put(directory(manifest.file()), manifest));
        namespaces
                .kustomizations
                .values()
                .forEach(manifest -> manifest.content()
                        .text("namespace")
                        .ifPresent(namespace -> namespaces.spread(manifest, namespace, 0)));
        return namespaces;
    }

    Optional<String> of(String file) {
        return Optional.ofNullable(byFile.get(file));
    }

    private void spread(Manifest kustomization, String namespace, int depth) {
        var directory = directory(kustomization.file());
        resources(kustomization).forEach(resource -> {
            var path = Path.of(directory).resolve(resource).normalize().toString();
            byFile.put(path, namespace);
            var below = kustomizations.get(path);
            if (below != null && depth < CheckoutWalk.DEPTH) {
                spread(below, namespace, depth + 1);
            }
        });
    }

    /** Skips URLs: their objects are not in the repository. */
    private static Stream<String> resources(Manifest kustomization) {
        return Stream.of("resources", "bases")
                .flatMap(key -> kustomization.content().items(key).stream())
                .flatMap(item -> item.text().stream())
                .filter(text -> !text.contains("://") && text.indexOf('\0') < 0);
    }

    private static boolean named(String file) {
        return file.endsWith("/kustomization.yaml") || file.endsWith("/kustomization.yml");
    }

    private static String directory(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }
}
