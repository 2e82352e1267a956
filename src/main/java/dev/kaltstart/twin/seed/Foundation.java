package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.DataSystem.Purpose;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.SystemInUse;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.twin.life.LonghornObjects;
import dev.kaltstart.twin.life.Nodes;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Blueprint;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Seed;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes the cluster of an inventory, lets it settle, and damages it as ordered. */
public final class Foundation {

    private static final Duration SETTLES_BEFORE = Duration.ofMinutes(15);
    private static final Duration BREAKS_BEFORE = Duration.ofMinutes(3);
    private static final int MADE_UP = 3;
    private static final Map<String, String> SETTINGS = Map.of(
            "default-replica-count", "3",
            "default-data-path", "/var/lib/longhorn/",
            "node-drain-policy", "block-if-contains-last-replica",
            "node-down-pod-deletion-policy", "do-nothing",
            "offline-replica-rebuilding", "false",
            "replica-soft-anti-affinity", "false",
            "disable-scheduling-on-cordoned-node", "true");

    private final World world;
    private final Inventory inventory;
    private final List<String> critical;
    private final Instant founded;

    public Foundation(World world, Inventory inventory, List<String> critical) {
        this.world = world;
        this.inventory = inventory;
        this.critical = List.copyOf(critical);
        this.founded = world.order().origin().minus(SETTLES_BEFORE);
    }

    /** Everything, up to the moment the twin is handed over. */
    public void lay() {
        var broken = world.order().origin().minus(BREAKS_BEFORE);
        Keys.ofOperator(world, inventory);
        machines().forEach(this::machine);
        namespaces();
        nodes();
        if (world.order().site().longhorn()) {
            longhorn();
        }
        storageLimits();
        system();
        var flux = new FluxObjects(world, inventory, founded);
        flux.follow();
        new Applications(world, inventory, critical, founded).deploy();
        flux.declare();
        world.settle(founded, broken);
        new SavedData(world).lay(broken);
        new Damage(world, broken).happen();
        world.settle(broken, world.order().origin());
    }

    /** Pods need machines: where those of the cluster are not known, three are made up. */
    private List<Node> machines() {
        if (!inventory.nodes().isEmpty()) {
            return inventory.nodes();
        }
        PlayLimits.add(
                world,
                "the machines of this cluster are not known: this rehearsal has three made-up control planes, and what it says about nodes means nothing");
        return IntStream.rangeClosed(1, MADE_UP).mapToObj(Foundation::madeUp).toList();
    }

    /** At an address that no machine has (RFC 5737). */
    private static Node madeUp(int number) {
        return new Node(
                new NodeName(Nodes.MADE_UP + number),
                Role.CONTROL_PLANE,
                List.of("192.0.2.1" + number),
                null,
                null,
                null,
                null,
                null,
                Nodes.MADE_UP + number + ".yaml",
                "made up for the rehearsal");
    }

    /** The steps find none of their objects, as in a cluster that they cannot judge. */
    private void storageLimits() {
        var unplayed = inventory.systems().stream()
                .filter(one -> one.system() != DataSystem.LONGHORN)
                .filter(one -> one.system().purpose() == Purpose.STORAGE
                        || one.system().purpose() == Purpose.DATABASE)
                .map(SystemInUse::label)
                .collect(Collectors.joining(", "));
        if (!unplayed.isEmpty()) {
            PlayLimits.add(world, "not played, so that the rehearsal says nothing about this storage: " + unplayed);
        }
    }

    private void machine(Node node) {
        var name = node.name().value();
        var hardware = new Seed("hardware/" + world.order().cluster());
        var blueprint = new Blueprint(
                name,
                node.address(),
                node.controlPlane(),
                Objects.requireNonNullElseGet(node.diskSerial(), () -> "TWIN" + hardware.hex(name, 12)),
                node.machineConfig(),
                node.hostname(),
                node.disk() != null && node.disk().matches("/dev/[a-z0-9]+") ? node.disk() : null,
                node.mac());
        var machine = Machine.member(blueprint, hardware.uuid(name).toString(), world.pki());
        world.add(machine);
        if (machine.controlPlane()) {
            world.etcd().register(machine, false, founded);
        }
    }

    private void namespaces() {
        var names = new LinkedHashSet<>(List.of("default", "kube-system", "kube-node-lease", "flux-system"));
        names.addAll(inventory.namespaces());
        if (world.order().site().longhorn()) {
            names.add(LonghornObjects.NAMESPACE);
        }
        names.forEach(name -> world.objects()
                .create(
                        Kinds.NAMESPACE.key(name),
                        Json.of(
                                "{'metadata': {'labels': {'kubernetes.io/metadata.name': '%s'}}, 'status': {'phase': 'Active'}}",
                                name),
                        founded));
    }

    private void nodes() {
        var tainted = !world.order().site().schedulable();
        world.machines().forEach(machine -> {
            var node = Nodes.object(machine, world.order().site(), tainted);
            Nodes.report(node, true, founded);
            world.objects().create(Kinds.NODE.key(machine.name()), node, founded);
        });
    }

    private void longhorn() {
        SETTINGS.forEach((name, value) -> world.objects()
                .create(
                        Kinds.SETTING.key(LonghornObjects.NAMESPACE, name),
                        Json.of("{'value': '%s', 'status': {'applied': true}}", value),
                        founded));
        world.objects().create(Kinds.STORAGE_CLASS.key(LonghornObjects.STORAGE_CLASS), Json.of("""
                                {'metadata': {'annotations': {'storageclass.kubernetes.io/is-default-class': 'true'}},
                                 'provisioner': 'driver.longhorn.io', 'reclaimPolicy': 'Delete',
                                 'volumeBindingMode': 'Immediate', 'allowVolumeExpansion': true,
                                 'parameters': {'numberOfReplicas': '3', 'fsType': 'ext4'}}"""), founded);
        daemon(LonghornObjects.NAMESPACE, "longhorn-manager", """
                [{'key': 'node.kubernetes.io/unreachable', 'operator': 'Exists'},
                 {'key': 'node.kubernetes.io/not-ready', 'operator': 'Exists'},
                 {'key': 'node.kubernetes.io/unschedulable', 'operator': 'Exists'}]""");
    }

    private void system() {
        daemon("kube-system", "cilium", "[{'operator': 'Exists'}]");
        deploy("kube-system", "coredns", 2);
        for (String controller : List.of("source", "kustomize", "helm", "notification")) {
            deploy("flux-system", controller + "-controller", 1);
        }
        deploy("flux-system", "flux-operator", 1);
    }

    private void deploy(String namespace, String name, int replicas) {
        world.objects()
                .create(
                        Kinds.DEPLOYMENT.key(namespace, name),
                        Applications.workload(name, replicas, Applications.NO_CLAIM),
                        founded);
    }

    private void daemon(String namespace, String name, String tolerations) {
        ObjectNode daemonSet = Applications.workload(name, 0, Applications.NO_CLAIM);
        Json.within(daemonSet, "spec").remove("replicas");
        Json.within(daemonSet, "spec", "template", "spec")
                .set("tolerations", Json.read(tolerations.replace('\'', '"')));
        world.objects().create(Kinds.DAEMON_SET.key(namespace, name), daemonSet, founded);
    }
}
