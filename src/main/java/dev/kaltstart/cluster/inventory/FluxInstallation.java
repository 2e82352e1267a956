package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Inventory.FluxBootstrap;
import java.util.Set;

/** Detects how Flux was installed on a cluster, because a rebuild has to install it the same way. */
record FluxInstallation(Checkout checkout, Manifests manifests, Problems problems) {

    private static final Set<String> OPERATOR = Set.of("flux-operator", "flux-instance");

    FluxBootstrap read() {
        var components = checkout.files(file -> file.endsWith("gotk-components.yaml"));
        if (operated()) {
            components.forEach(file -> problems.warning(
                    file, "left over from 'flux bootstrap': the flux-operator runs Flux here; remove it"));
            return FluxBootstrap.FLUX_OPERATOR;
        }
        if (!components.isEmpty()) {
            return FluxBootstrap.FLUX_BOOTSTRAP;
        }
        problems.warning(
                checkout.root().toString(),
                "neither a flux-operator nor a gotk-components.yaml: how Flux is installed is unknown, so a lost"
                        + " cluster needs a person at that step");
        return FluxBootstrap.UNKNOWN;
    }

    private boolean operated() {
        return manifests
                        .kind("fluxcd.controlplane.io", "FluxInstance")
                        .findAny()
                        .isPresent()
                || manifests
                        .kind("helm.toolkit.fluxcd.io", "HelmRelease")
                        .anyMatch(release -> OPERATOR.contains(release.name()));
    }
}
