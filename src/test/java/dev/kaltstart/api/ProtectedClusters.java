package dev.kaltstart.api;

import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clusters for tests. */
public class ProtectedClusters implements Clusters, AlertNaming.ByCluster {

    private final List<Protected> all = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private AlertNaming naming = AlertNaming.USUAL;

    public ProtectedClusters only(Protected... clusters) {
        all.clear();
        all.addAll(List.of(clusters));
        unreadable.clear();
        naming = AlertNaming.USUAL;
        return this;
    }

    public void unreadable(Unreadable... clusters) {
        unreadable.addAll(List.of(clusters));
    }

    public void naming(AlertNaming own) {
        naming = own;
    }

    /** A twin with three control planes and three workers. */
    public static Protected homelab() {
        return cluster(
                "homelab",
                true,
                node("cp-1", Role.CONTROL_PLANE, "10.20.0.11"),
                node("cp-2", Role.CONTROL_PLANE, "10.20.0.12"),
                node("cp-3", Role.CONTROL_PLANE, "10.20.0.13"),
                node("wk-1", Role.WORKER, "10.20.0.21", "fd00:20::21"),
                node("wk-2", Role.WORKER, "10.20.0.22"),
                node("wk-3", Role.WORKER, "10.20.0.23"));
    }

    /** A real cluster. */
    public static Protected office() {
        return cluster(
                "office",
                false,
                node("cp-1", Role.CONTROL_PLANE, "10.40.0.11"),
                node("node-a", Role.WORKER, "10.40.0.21"));
    }

    public static Protected cluster(String name, boolean twinOnly, Node... nodes) {
        Path root = Path.of("/repositories", name);
        var inventory = new Inventory(
                root,
                name,
                "https://10.20.0.10:6443",
                "v1.11.2",
                "v1.34.1",
                Path.of("talos"),
                List.of(nodes),
                new Inventory.Tools(
                        Inventory.TaskRunner.TASK,
                        Inventory.TalosTool.TALHELPER,
                        root.resolve("kubeconfig"),
                        root.resolve("talos/clusterconfig/talosconfig"),
                        root.resolve("age.key")),
                Path.of("talos/talsecret.sops.yaml"),
                List.of(new Inventory.SopsRule(
                        "talos/.*\\.sops\\.ya?ml", null, List.of("age1example"), ".sops.yaml:3")),
                List.of(Path.of("talos/talsecret.sops.yaml")),
                List.of(),
                List.of("default", "media"),
                Inventory.FluxBootstrap.FLUX_OPERATOR,
                new Inventory.ReportFiles(root.resolve("docs/CHANGELOG.md"), null),
                List.of());
        return new Protected(name, twinOnly, List.of("media"), inventory);
    }

    public static Node node(String name, Role role, String... addresses) {
        return new Node(
                new NodeName(name),
                role,
                List.of(addresses),
                null,
                "/dev/sda",
                null,
                null,
                null,
                "talos/clusterconfig/" + name + ".yaml",
                "talos/talconfig.yaml:1");
    }

    @Override
    public List<Protected> all() {
        return List.copyOf(all);
    }

    @Override
    public List<Unreadable> unreadable() {
        return List.copyOf(unreadable);
    }

    @Override
    public AlertNaming naming(String cluster) {
        return naming;
    }

    @Override
    public Optional<Protected> find(String name) {
        return all.stream().filter(cluster -> cluster.name().equals(name)).findFirst();
    }

    @Override
    public Cluster open(String name, Mode mode, String recovery, String step) {
        throw new UnsupportedOperationException("nothing here works on a cluster");
    }
}
