package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.twin.life.Workloads;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The applications of a cluster: one for every Flux Kustomization outside the system's namespaces. */
final class Applications {

    static final String NO_CLAIM = "";

    private static final Set<String> SYSTEM = Set.of("flux-system", "kube-system", "longhorn-system", "default");
    private static final Map<String, String> USUAL =
            Map.of("media", "mediabox", "office", "paperless", "observability", "gatus");

    private final World world;
    private final Inventory inventory;
    private final List<String> critical;
    private final Instant founded;

    Applications(World world, Inventory inventory, List<String> critical, Instant founded) {
        this.world = world;
        this.inventory = inventory;
        this.critical = critical;
        this.founded = founded;
    }

    void deploy() {
        named(inventory).forEach((name, namespace) -> {
            if (storesData(name, namespace)) {
                stateful(namespace, name);
            } else {
                var key = Kinds.DEPLOYMENT.key(namespace, name);
                world.objects().create(key, workload(name, 1, NO_CLAIM), founded);
            }
        });
    }

    /** Application to namespace; what usually lives in a namespace where Git does not tell. */
    static Map<String, String> named(Inventory inventory) {
        var found = new TreeMap<String, String>();
        inventory.kustomizations().stream()
                .filter(kustomization -> !SYSTEM.contains(kustomization.namespace()))
                .forEach(kustomization -> found.put(kustomization.name(), kustomization.namespace()));
        inventory.namespaces().stream()
                .filter(namespace -> !SYSTEM.contains(namespace) && !found.containsValue(namespace))
                .forEach(namespace -> found.put(USUAL.getOrDefault(namespace, namespace), namespace));
        return found;
    }

    private boolean storesData(String name, String namespace) {
        return world.order().site().longhorn()
                && (critical.contains(name) || critical.contains(namespace) || USUAL.containsValue(name));
    }

    private void stateful(String namespace, String name) {
        claim(namespace, name);
        claim(namespace, "data-" + name + "-db-0");
        begin(Kinds.DEPLOYMENT, namespace, name, workload(name, 1, name));
        begin(Kinds.STATEFUL_SET, namespace, name + "-db", workload(name + "-db", 1, "data-" + name + "-db-0"));
    }

    private void claim(String namespace, String name) {
        world.objects().create(Kinds.CLAIM.key(namespace, name), Json.of("""
                                {'spec': {'accessModes': ['ReadWriteOnce'], 'storageClassName': 'longhorn',
                                          'resources': {'requests': {'storage': '10Gi'}}},
                                 'status': {'phase': 'Pending'}}"""), founded);
    }

    /** What matters runs where the disaster will strike: else there would be little to rehearse. */
    private void begin(Kind kind, String namespace, String name, ObjectNode workload) {
        var owner = world.objects().create(kind.key(namespace, name), workload, founded);
        world.subject()
                .filter(machine -> !machine.controlPlane())
                .map(Machine::name)
                .ifPresent(node -> {
                    var pod = kind.equals(Kinds.STATEFUL_SET) ? name + "-0" : Workloads.random(world, owner);
                    Workloads.create(world, owner, kind, pod, node, founded);
                });
    }

    /** A workload with one container. @param claim it mounts; {@link #NO_CLAIM} for none */
    static ObjectNode workload(String name, int replicas, String claim) {
        var workload = Json.of("""
                {'metadata': {'labels': {'app.kubernetes.io/name': '%1$s'}},
                 'spec': {'replicas': %2$d, 'selector': {'matchLabels': {'app.kubernetes.io/name': '%1$s'}},
                          'template': {'metadata': {'labels': {'app.kubernetes.io/name': '%1$s'}},
                                       'spec': {'restartPolicy': 'Always',
                                                'containers': [{'name': 'app', 'image': 'registry.example/%1$s:1'}]}}}}""", name, replicas);
        if (!claim.equals(NO_CLAIM)) {
            Json.list(Json.within(workload, "spec", "template", "spec"), "volumes")
                    .add(Json.of("{'name': 'data', 'persistentVolumeClaim': {'claimName': '%s'}}", claim));
        }
        return workload;
    }
}
