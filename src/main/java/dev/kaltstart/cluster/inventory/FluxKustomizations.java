package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Inventory.FluxKustomization;
import dev.kaltstart.cluster.inventory.Manifests.Manifest;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the Flux Kustomizations and their dependencies. */
record FluxKustomizations(Manifests manifests, KustomizeNamespaces namespaces, Problems problems) {

    private static final String GROUP = "kustomize.toolkit.fluxcd.io";

    List<FluxKustomization> read() {
        var found = manifests
                .kind(GROUP, "Kustomization")
                .filter(manifest -> !manifest.name().isEmpty())
                .map(this::kustomization)
                .toList();
        tellNamesakes(found);
        tellUnknownDependencies(found);
        tellCircles(found);
        return found;
    }

    private FluxKustomization kustomization(Manifest manifest) {
        var content = manifest.content();
        var namespace = namespaces
                .of(manifest.file())
                .or(() -> content.text("metadata", "namespace"))
                .orElse("flux-system");
        return new FluxKustomization(
                namespace,
                manifest.name(),
                content.text("spec", "path").orElse(null),
                content.items("spec", "dependsOn").stream()
                        .map(dependency -> dependency(dependency, namespace))
                        .toList(),
                isTrue(content, "prune"),
                isTrue(content, "suspend"),
                content.at().toString());
    }

    /** The default namespace is that of the Kustomization itself (src: kustomize-controller:docs/spec/v1). */
    private static String dependency(Yaml dependency, String namespace) {
        return dependency.text("namespace").orElse(namespace) + "/"
                + dependency.text("name").orElse("");
    }

    private static boolean isTrue(Yaml content, String key) {
        return content.text("spec", key).filter("true"::equals).isPresent();
    }

    private void tellNamesakes(List<FluxKustomization> found) {
        var first = new HashMap<String, FluxKustomization>();
        for (FluxKustomization kustomization : found) {
            var other = first.putIfAbsent(KustomizationGraph.id(kustomization), kustomization);
            if (other != null) {
                problems.warning(
                        kustomization.source(),
                        "the Kustomization %s is declared in %s too: Flux keeps only one of them"
                                .formatted(KustomizationGraph.id(kustomization), other.source()));
            }
        }
    }

    private void tellUnknownDependencies(List<FluxKustomization> found) {
        var known = found.stream().map(KustomizationGraph::id).collect(Collectors.toSet());
        for (FluxKustomization kustomization : found) {
            kustomization.dependsOn().stream()
                    .filter(dependency -> !known.contains(dependency))
                    .forEach(dependency -> problems.warning(
                            kustomization.source(),
                            "%s depends on %s, which is not in the repository: Flux will wait for it for ever"
                                    .formatted(KustomizationGraph.id(kustomization), dependency)));
        }
    }

    private void tellCircles(List<FluxKustomization> found) {
        var circular = new KustomizationGraph(found).circular();
        if (!circular.isEmpty()) {
            problems.warning(
                    "kubernetes/",
                    String.join(", ", circular) + " depend on each other in a cycle: Flux will apply none of them");
        }
    }
}
