package dev.kaltstart.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Inventories of the two test clusters: three control planes, and one. */
public final class FakeInventory {

    private static final String SCHEMATIC = "613e1592b2da41ae5e265e8789429f22e121aab91cb4deb6bc3c0b6262961245";

    private FakeInventory() {}

    public static Inventory homelab() {
        return at(Path.of("/clusters/homelab"), "homelab", "10.20.0.", 3);
    }

    public static Inventory single() {
        return at(Path.of("/clusters/single"), "single", "10.30.0.", 1);
    }

    /** The homelab with its repository in an existing directory. */
    public static Inventory homelabIn(Path root) {
        return at(root, "homelab", "10.20.0.", 3);
    }

    public static Inventory with(Inventory inventory, List<Node> nodes) {
        return copy(inventory, nodes, inventory.kustomizations(), inventory.tools());
    }

    public static Inventory with(Inventory inventory, Inventory.Tools tools) {
        return copy(inventory, inventory.nodes(), inventory.kustomizations(), tools);
    }

    public static Inventory declaring(Inventory inventory, List<Inventory.FluxKustomization> kustomizations) {
        return copy(inventory, inventory.nodes(), kustomizations, inventory.tools());
    }

    /** With these systems, as if its repository named them. */
    public static Inventory storing(Inventory from, DataSystem... systems) {
        return new Inventory(
                from.root(),
                from.name(),
                from.endpoint(),
                from.talosVersion(),
                from.kubernetesVersion(),
                from.talosDirectory(),
                from.nodes(),
                from.tools(),
                from.machineSecrets(),
                from.sopsRules(),
                from.sopsFiles(),
                from.kustomizations(),
                from.namespaces(),
                from.bootstrap(),
                from.reportFiles(),
                Stream.of(systems)
                        .map(system -> new Inventory.SystemInUse(system, "", List.of("kubernetes/apps/storage.yaml:1")))
                        .toList());
    }

    private static Inventory at(Path root, String name, String net, int controlPlanes) {
        var nodes = new ArrayList<Node>();
        IntStream.rangeClosed(1, controlPlanes)
                .forEach(n -> nodes.add(node(name, "cp-" + n, Role.CONTROL_PLANE, net + (10 + n), n)));
        IntStream.rangeClosed(1, 3).forEach(n -> nodes.add(node(name, "wk-" + n, Role.WORKER, net + (20 + n), 10 + n)));
        var tools = new Inventory.Tools(
                Inventory.TaskRunner.TASK,
                Inventory.TalosTool.TALHELPER,
                root.resolve("kubeconfig"),
                root.resolve("talos/clusterconfig/talosconfig"),
                root.resolve("age.key"));
        return new Inventory(
                root,
                name,
                "https://" + net + "10:6443",
                "v1.13.6",
                "v1.36.2",
                Path.of("talos"),
                nodes,
                tools,
                Path.of("talos/talsecret.sops.yaml"),
                List.of(),
                List.of(),
                List.of(),
                List.of("default", "media", "office"),
                Inventory.FluxBootstrap.FLUX_OPERATOR,
                new Inventory.ReportFiles(Path.of("docs/CHANGELOG.md"), null),
                List.of());
    }

    private static Node node(String cluster, String name, Role role, String address, int number) {
        return new Node(
                new NodeName(name),
                role,
                List.of(address),
                "bc:24:11:00:00:%02x".formatted(number),
                "serial: S4EVNX0R%06d".formatted(number),
                "S4EVNX0R%06d".formatted(number),
                "factory.talos.dev/installer/" + SCHEMATIC,
                "https://factory.talos.dev/image/" + SCHEMATIC + "/v1.13.6/metal-amd64.raw.xz",
                "talos/clusterconfig/" + cluster + "-" + name + ".yaml",
                "talos/talconfig.yaml:" + (10 * number));
    }

    private static Inventory copy(
            Inventory from, List<Node> nodes, List<Inventory.FluxKustomization> kustomizations, Inventory.Tools tools) {
        return new Inventory(
                from.root(),
                from.name(),
                from.endpoint(),
                from.talosVersion(),
                from.kubernetesVersion(),
                from.talosDirectory(),
                nodes,
                tools,
                from.machineSecrets(),
                from.sopsRules(),
                from.sopsFiles(),
                kustomizations,
                from.namespaces(),
                from.bootstrap(),
                from.reportFiles(),
                from.systems());
    }
}
