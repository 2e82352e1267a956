package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Inventory.FluxKustomization;
import dev.kaltstart.kustomize.KustomizationTree.Declared;
import dev.kaltstart.kustomize.KustomizationTree.Origin;
import dev.kaltstart.kustomize.ManifestFields;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the Flux Kustomizations and their dependencies. */
record FluxKustomizations(FluxTree tree, Problems problems) {

    List<FluxKustomization> read(String repository) {
        var declared = tree.kustomizations().kustomizations();
        var found = declared.stream().map(FluxKustomizations::kustomization).toList();
        if (found.isEmpty()) {
            problems.error(
                    repository,
                    "no Flux Kustomization was found: Kaltstart cannot tell what runs in this cluster, and cannot bring it back."
                            + " Is the directory that Flux follows in this repository?");
        }
        declared.stream()
                .filter(one -> one.origin() == Origin.MISSING)
                .forEach(one -> problems.warning(
                        one.source(),
                        "%s has the path %s, which does not exist: Flux fails on it"
                                .formatted(one.id(), ManifestFields.text(one.object(), "spec", "path"))));
        tellUnknownDependencies(found);
        tellCircles(found);
        return found;
    }

    private static FluxKustomization kustomization(Declared declared) {
        var spec = declared.object().path("spec");
        return new FluxKustomization(
                declared.namespace(),
                declared.name(),
                spec.has("path") ? spec.path("path").asText() : null,
                spec.path("dependsOn")
                        .valueStream()
                        // the default namespace is that of the Kustomization itself (src:
                        // kustomize-controller:docs/spec/v1)
                        .map(dependency -> dependency.path("namespace").asText(declared.namespace()) + "/"
                                + ManifestFields.text(dependency, "name"))
                        .toList(),
                spec.path("prune").asBoolean(),
                spec.path("suspend").asBoolean(),
                declared.source());
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
            var first = found.stream()
                    .filter(one -> circular.contains(KustomizationGraph.id(one)))
                    .findFirst()
                    .orElseThrow();
            problems.warning(
                    first.source(),
                    String.join(", ", circular) + " depend on each other in a cycle: Flux will apply none of them");
        }
    }
}
