package dev.kaltstart.lab;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Node;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The real Kubernetes of the lab, with nodes that kwok plays. */
public final class LabWorld implements World {

    /** Who has it is alive: src/lab/servers tells kwok so. */
    private static final String KUBELET = "kaltstart.dev/kubelet";

    private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";
    private static final String OF_A_CONTROLLER = "node.alpha.kubernetes.io/ttl";
    private static final String OF_AN_ADMISSION = "beta.kubernetes.io/os";

    private final LabCluster cluster;
    private final FileChannel turn;
    private final String namespace = "contract-" + UUID.randomUUID().toString().substring(0, 8);

    private LabWorld(LabCluster cluster, FileChannel turn) {
        this.cluster = cluster;
        this.turn = turn;
    }

    /** Waits until whoever else tests in this lab has left. */
    public static LabWorld open() {
        var world = new LabWorld(
                new LabCluster(FakeInventory.homelab(), Lab.here().kubernetes()),
                Lab.here().turn());
        try {
            world.furnish();
            return world;
        } catch (RuntimeException | Error e) {
            world.leave();
            throw e;
        }
    }

    private void furnish() {
        clear();
        kubernetes()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        cluster.inventory().nodes().forEach(this::renew);
        until("six nodes are Ready and nothing else", this::complete);
    }

    /**
     * As it was at first, without deleting it: a new node takes seconds until it is believed, and kwok forgets to speak for
     * one that comes right after its namesake has gone.
     */
    private void renew(Node node) {
        String name = node.name().value();
        var wanted = object(node, machine(name));
        var there = kubernetes().nodes().withName(name).get();
        if (there == null) {
            kubernetes().resource(wanted).create();
            return;
        }
        if (!untouched(there, wanted)) {
            wanted.getMetadata().setResourceVersion(null);
            kubernetes().resource(wanted).update();
        }
        if (!there.getStatus().getNodeInfo().getSystemUUID().equals(machine(name))) {
            runsOn(name, machine(name));
        }
    }

    private static boolean untouched(
            io.fabric8.kubernetes.api.model.Node there, io.fabric8.kubernetes.api.model.Node wanted) {
        var labels = new HashMap<>(there.getMetadata().getLabels());
        labels.remove(OF_AN_ADMISSION);
        return labels.equals(wanted.getMetadata().getLabels())
                && Set.of(OF_A_CONTROLLER)
                        .containsAll(there.getMetadata().getAnnotations().keySet())
                && there.getSpec().equals(wanted.getSpec());
    }

    /** Its kubelet has found out which machine that is. */
    public void runsOn(String node, String machine) {
        kubernetes().nodes().withName(node).editStatus(object -> {
            object.getStatus().getNodeInfo().setSystemUUID(machine);
            return object;
        });
    }

    private boolean complete() {
        var nodes = kubernetes().nodes().list().getItems();
        return nodes.size() == cluster.inventory().nodes().size()
                && nodes.stream()
                        .allMatch(node -> node.getSpec().getTaints().stream()
                                        .allMatch(taint -> taint.getKey().equals(CONTROL_PLANE))
                                && node.getStatus().getConditions().stream()
                                        .anyMatch(
                                                condition -> condition.getType().equals("Ready")
                                                        && condition.getStatus().equals("True")));
    }

    /** A kubelet registers its node. @param machine the UUID of the machine it runs on */
    public void join(Node node, String machine) {
        kubernetes().resource(object(node, machine)).create();
    }

    private static io.fabric8.kubernetes.api.model.Node object(Node node, String machine) {
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
                .withSystemUUID(machine)
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

    /** It is heard of again. */
    public void wake(String node) {
        kubernetes().nodes().withName(node).edit(object -> {
            object.getMetadata().getLabels().put(KUBELET, "running");
            return object;
        });
    }

    public static boolean silenced(io.fabric8.kubernetes.api.model.Node node) {
        return !node.getMetadata().getLabels().containsKey(KUBELET);
    }

    /** What an earlier contract has left, whatever became of it. */
    private void clear() {
        KubernetesClient client = kubernetes();
        LabFlux.forget(client);
        client.namespaces().list().getItems().stream()
                .map(there -> there.getMetadata().getName())
                .filter(name -> name.startsWith("contract-"))
                .forEach(name -> {
                    client.namespaces().withName(name).delete();
                    client.pods().inNamespace(name).withGracePeriod(0).delete();
                });
    }

    @Override
    public void close() {
        clear();
        leave();
    }

    private void leave() {
        cluster.close();
        try {
            turn.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
