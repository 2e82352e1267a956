package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.FluxBootstrap;
import dev.kaltstart.cluster.Inventory.FluxKustomization;
import dev.kaltstart.cluster.Inventory.TaskRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The homelab with a repository that a test has written. */
final class ColdInventory {

    private final Inventory homelab;
    private final List<Path> sops = new ArrayList<>();
    private final List<FluxKustomization> kustomizations = new ArrayList<>();
    private FluxBootstrap bootstrap = FluxBootstrap.FLUX_OPERATOR;
    private Inventory.Tools tools;

    private ColdInventory(Path root) {
        homelab = FakeInventory.homelabIn(root);
        tools = homelab.tools();
    }

    static ColdInventory in(Path root) {
        return new ColdInventory(root);
    }

    ColdInventory encrypted(String... files) {
        for (String file : files) {
            sops.add(Path.of(file));
        }
        return this;
    }

    ColdInventory kustomization(String name, String path, String... dependsOn) {
        kustomizations.add(new FluxKustomization(
                "flux-system",
                name,
                path,
                List.of(dependsOn),
                true,
                false,
                "clusters/home/flux-system/gotk-sync.yaml:17"));
        return this;
    }

    ColdInventory installedBy(FluxBootstrap way) {
        bootstrap = way;
        return this;
    }

    ColdInventory with(TaskRunner runner) {
        return with(new Inventory.Tools(
                runner, tools.talosTool(), tools.kubeconfig(), tools.talosconfig(), tools.ageKey()));
    }

    ColdInventory with(Inventory.Tools others) {
        tools = others;
        return this;
    }

    Inventory build() {
        return new Inventory(
                homelab.root(),
                homelab.name(),
                homelab.endpoint(),
                homelab.talosVersion(),
                homelab.kubernetesVersion(),
                homelab.talosDirectory(),
                homelab.nodes(),
                tools,
                homelab.machineSecrets(),
                homelab.sopsRules(),
                sops,
                kustomizations,
                homelab.namespaces(),
                bootstrap,
                homelab.reportFiles(),
                homelab.systems());
    }
}
