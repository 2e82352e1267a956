package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.twin.life.Releases;
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
                deployed(Kinds.DEPLOYMENT, namespace, name, name, workload(name, 1, NO_CLAIM));
            }
        });
    }

    /** Application to namespace; what usually lives in a namespace where Git does not define it. */
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
                && (critical.contains(name)
                        || critical.contains(namespace)
                        || world.origin().exists() && !claimOf(namespace, name).equals(name)
                        || !world.origin().exists() && USUAL.containsValue(name));
    }

    private void stateful(String namespace, String name) {
        var claim = claimOf(namespace, name);
        claim(namespace, claim);
        claim(namespace, "data-" + name + "-db-0");
        begin(Kinds.DEPLOYMENT, namespace, name, name, workload(name, 1, claim));
        var database = name + "-db";
        begin(Kinds.STATEFUL_SET, namespace, name, database, workload(database, 1, "data-" + name + "-db-0"));
    }

    /** The one that its release says it mounts; by default one of its own name. */
    private String claimOf(String namespace, String name) {
        return world.objects()
                .find(Kinds.HELM_RELEASE.key(namespace, name))
                .map(release -> Json.at(release, "spec", "values").findValuesAsText("existingClaim"))
                .filter(claims -> !claims.isEmpty())
                .map(claims -> claims.get(0))
                .orElse(name);
    }

    private void claim(String namespace, String name) {
        if (world.objects().find(Kinds.CLAIM.key(namespace, name)).isPresent()) {
            return;
        }
        world.objects().create(Kinds.CLAIM.key(namespace, name), Json.of("""
                                {'spec': {'accessModes': ['ReadWriteOnce'], 'storageClassName': 'longhorn',
                                          'resources': {'requests': {'storage': '10Gi'}}},
                                 'status': {'phase': 'Pending'}}"""), founded);
    }

    /** Critical applications run on the node that will fail: else there would be little to rehearse. */
    private void begin(Kind kind, String namespace, String release, String name, ObjectNode workload) {
        var owner = deployed(kind, namespace, release, name, workload);
        world.subject()
                .filter(machine -> !machine.controlPlane())
                .map(Machine::name)
                .ifPresent(node -> {
                    var pod = kind.equals(Kinds.STATEFUL_SET) ? name + "-0" : Workloads.random(world, owner);
                    Workloads.create(world, owner, kind, pod, node, founded);
                });
    }

    /** Existing objects come from a manifest. */
    private ObjectNode deployed(Kind kind, String namespace, String release, String name, ObjectNode workload) {
        var key = kind.key(namespace, name);
        var there = world.objects().find(key);
        if (there.isPresent()) {
            return there.get();
        }
        if (world.objects().find(Kinds.HELM_RELEASE.key(namespace, release)).isPresent()) {
            workload.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
            Json.within(workload, "metadata").put("name", name).put("namespace", namespace);
            Releases.label(workload, namespace, release);
            Releases.chart(world, namespace, release, workload);
        }
        return world.objects().create(key, workload, founded);
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
