package dev.kaltstart.lab;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Node;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.UUID;

/** The real Kubernetes of the lab, with nodes that kwok plays. */
public final class LabWorld implements World {

    /** Who has it is alive: src/lab/servers tells kwok so. */
    private static final String KUBELET = "kaltstart.dev/kubelet";

    private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

    private final LabCluster cluster;
    private final String namespace = "contract-" + UUID.randomUUID().toString().substring(0, 8);

    private LabWorld(LabCluster cluster) {
        this.cluster = cluster;
    }

    public static LabWorld open() {
        var cluster = new LabCluster(FakeInventory.homelab(), Lab.here().kubernetes());
        var world = new LabWorld(cluster);
        world.clear();
        KubernetesClient client = cluster.kubernetes();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(world.namespace)
                        .endMetadata()
                        .build())
                .create();
        cluster.inventory()
                .nodes()
                .forEach(node -> client.resource(object(node)).create());
        world.until(
                "six nodes are Ready",
                () -> client.nodes().list().getItems().stream()
                        .allMatch(node -> node.getSpec().getTaints().stream()
                                        .allMatch(taint -> taint.getKey().equals(CONTROL_PLANE))
                                && node.getStatus().getConditions().stream()
                                        .anyMatch(
                                                condition -> condition.getType().equals("Ready")
                                                        && condition.getStatus().equals("True"))));
        return world;
    }

    private static io.fabric8.kubernetes.api.model.Node object(Node node) {
        String name = node.name().value();
        var object = new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Map.of("kubernetes.io/hostname", name, "kubernetes.io/os", "linux", KUBELET, "running"))
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .addNewAddress(node.address(), "InternalIP")
                .addNewAddress(name, "Hostname")
                .withNewNodeInfo()
                .withSystemUUID(machine(name))
                .endNodeInfo()
                .endStatus();
        return node.controlPlane()
                ? object.editMetadata()
                        .addToLabels(CONTROL_PLANE, "")
                        .endMetadata()
                        .editSpec()
                        .addNewTaint("NoSchedule", CONTROL_PLANE, null, null)
                        .endSpec()
                        .build()
                : object.build();
    }

    private static String machine(String node) {
        return UUID.nameUUIDFromBytes(node.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public void silence(String node) {
        kubernetes().nodes().withName(node).edit(object -> {
            object.getMetadata().getLabels().remove(KUBELET);
            return object;
        });
    }

    /** What an earlier contract has left, whatever became of it. */
    private void clear() {
        KubernetesClient client = kubernetes();
        client.namespaces().list().getItems().stream()
                .map(there -> there.getMetadata().getName())
                .filter(name -> name.startsWith("contract-"))
                .forEach(name -> {
                    client.namespaces().withName(name).delete();
                    client.pods().inNamespace(name).withGracePeriod(0).delete();
                });
        client.nodes().delete();
    }

    @Override
    public void close() {
        clear();
        cluster.close();
    }
}
