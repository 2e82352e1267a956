package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes a volume for every claim, and removes it with its claim: one of Longhorn with all its objects, one of any other
 * class as the provisioner of that class would show it.
 */
final class Provisioner implements Rule {

    private static final Duration PROVISIONS_IN = Duration.ofSeconds(5);
    static final int REPLICAS = 3;

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode claim : world.objects().list(Kinds.CLAIM)) {
            if (Json.at(claim, "metadata").has("deletionTimestamp")) {
                release(world, claim);
            } else if (Json.text(claim, "spec", "volumeName").isEmpty()) {
                provision(world, claim, now);
            } else if (!"Bound".equals(Json.text(claim, "status", "phase"))) {
                adopt(world, claim);
            }
        }
        world.objects().list(Kinds.VOLUME).forEach(volume -> reclaim(world, volume));
    }

    private static void provision(World world, ObjectNode claim, Instant now) {
        var uid = Json.text(claim, "metadata", "uid");
        var storageClass = Json.at(claim, "spec").path("storageClassName").asText(LonghornObjects.STORAGE_CLASS);
        if (storageClass.isEmpty()) {
            // no provisioner makes a volume for a claim that asks for none
            return;
        }
        if (!longhorn(world, storageClass)) {
            if (world.timers().passed("provision/" + uid, PROVISIONS_IN, now)) {
                world.timers().clear("provision/" + uid);
                bind(world, claim, "pvc-" + uid, storageClass, now);
            }
            return;
        }
        if (!disks(world).isEmpty() && world.timers().passed("provision/" + uid, PROVISIONS_IN, now)) {
            world.timers().clear("provision/" + uid);
            create(world, claim, "pvc-" + uid, now);
        }
    }

    /** A claim that names its volume is bound to it when the volume is reserved for the claim. */
    private static void adopt(World world, ObjectNode claim) {
        var name = Json.text(claim, "spec", "volumeName");
        world.objects()
                .find(Kinds.VOLUME.key(name))
                .map(volume -> Json.at(volume, "spec", "claimRef"))
                .filter(reference -> LonghornObjects.name(claim).equals(Json.text(reference, "name"))
                        && Json.text(claim, "metadata", "namespace").equals(Json.text(reference, "namespace")))
                .ifPresent(reference -> {
                    bound(world, claim, name, Json.text(claim, "spec", "storageClassName"));
                    world.objects()
                            .update(
                                    Kinds.VOLUME.key(name),
                                    volume -> Json.within(volume, "status").put("phase", "Bound"));
                });
    }

    private static boolean longhorn(World world, String storageClass) {
        return storageClass.startsWith(LonghornObjects.STORAGE_CLASS)
                && world.order().site().longhorn();
    }

    private static void bind(World world, ObjectNode claim, String name, String storageClass, Instant now) {
        var size = Json.at(claim, "spec", "resources", "requests", "storage").asText("1Gi");
        var volume = persistent(claim, name, size);
        var spec = Json.within(volume, "spec");
        spec.put("storageClassName", storageClass);
        driver(world, storageClass)
                .ifPresentOrElse(
                        driver -> Json.within(spec, "csi").put("driver", driver),
                        // a chart makes the class: its driver is not known here, and none is made up
                        () -> spec.remove("csi"));
        spec.set("accessModes", Json.at(claim, "spec", "accessModes"));
        world.objects().create(Kinds.VOLUME.key(name), volume, now);
        bound(world, claim, name, storageClass);
    }

    private static Optional<String> driver(World world, String storageClass) {
        return world.objects()
                .find(Kinds.STORAGE_CLASS.key(storageClass))
                .map(type -> Json.text(type, "provisioner"))
                .filter(driver -> !driver.isEmpty());
    }

    private static void bound(World world, ObjectNode claim, String name, String storageClass) {
        world.objects().update(Objects.key(Kinds.CLAIM, claim), object -> {
            Json.within(object, "spec").put("volumeName", name).put("storageClassName", storageClass);
            Json.within(object, "status").put("phase", "Bound");
        });
    }

    static Map<String, String> disks(World world) {
        return world.objects().list(Kinds.LONGHORN_NODE).stream()
                .filter(node -> LonghornObjects.schedulableDisk(node).isPresent())
                .collect(Collectors.toMap(
                        LonghornObjects::name,
                        node -> LonghornObjects.schedulableDisk(node).orElseThrow(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static void create(World world, ObjectNode claim, String name, Instant now) {
        var size = Json.at(claim, "spec", "resources", "requests", "storage").asText("1Gi");
        world.objects().create(Kinds.VOLUME.key(name), persistent(claim, name, size), now);
        world.objects().create(LonghornObjects.key(Kinds.LONGHORN_VOLUME, name), volume(claim, name, size), now);
        LonghornObjects.createParts(world, name, now);
        bound(world, claim, name, LonghornObjects.STORAGE_CLASS);
    }

    private static ObjectNode persistent(ObjectNode claim, String name, String size) {
        return Json.of("""
                {'spec': {'capacity': {'storage': '%1$s'}, 'accessModes': ['ReadWriteOnce'],
                          'persistentVolumeReclaimPolicy': 'Delete', 'storageClassName': 'longhorn',
                          'claimRef': {'kind': 'PersistentVolumeClaim', 'namespace': '%2$s', 'name': '%3$s'},
                          'csi': {'driver': 'driver.longhorn.io', 'volumeHandle': '%4$s'}},
                 'status': {'phase': 'Bound'}}""", size, Json.text(claim, "metadata", "namespace"), LonghornObjects.name(claim), name);
    }

    private static ObjectNode volume(ObjectNode claim, String name, String size) {
        return Json.of(
                """
                {'spec': {'size': '%1$d', 'numberOfReplicas': %2$d, 'frontend': 'blockdev', 'nodeID': '',
                          'dataLocality': 'disabled', 'accessMode': 'rwo', 'backupTargetName': 'default'},
                 'status': {'state': 'detached', 'robustness': 'unknown', 'currentNodeID': '',
                            'conditions': [{'type': 'Scheduled', 'status': 'True'}],
                            'kubernetesStatus': {'namespace': '%3$s', 'pvcName': '%4$s', 'pvName': '%5$s',
                                                 'pvStatus': 'Bound'}}}""",
                bytes(size), REPLICAS, Json.text(claim, "metadata", "namespace"), LonghornObjects.name(claim), name);
    }

    static long bytes(String quantity) {
        try {
            return Quantity.getAmountInBytes(Quantity.parse(quantity)).longValue();
        } catch (IllegalArgumentException e) {
            // a variable that only the live cluster knows
            return 1L << 30;
        }
    }

    /** A claim is not gone before no pod uses it. */
    private static void release(World world, ObjectNode claim) {
        var namespace = Json.text(claim, "metadata", "namespace");
        var used = world.objects().list(Kinds.POD, namespace).stream()
                .anyMatch(pod -> Pods.claims(pod).contains(LonghornObjects.name(claim)));
        if (!used) {
            world.objects().remove(Objects.key(Kinds.CLAIM, claim));
        }
    }

    private static void reclaim(World world, ObjectNode volume) {
        var reference = Json.at(volume, "spec", "claimRef");
        var claim = Kinds.CLAIM.key(Json.text(reference, "namespace"), Json.text(reference, "name"));
        var name = LonghornObjects.name(volume);
        if (reference.isMissingNode()
                || world.objects()
                        .find(claim)
                        .filter(there -> name.equals(Json.text(there, "spec", "volumeName")))
                        .isPresent()) {
            return;
        }
        if ("Retain".equals(Json.text(volume, "spec", "persistentVolumeReclaimPolicy"))) {
            world.objects()
                    .update(
                            Kinds.VOLUME.key(name),
                            kept -> Json.within(kept, "status").put("phase", "Released"));
            return;
        }
        if (Attachments.of(world, name).isPresent()) {
            return;
        }
        LonghornObjects.replicas(world, name)
                .forEach(replica ->
                        world.objects().remove(LonghornObjects.key(Kinds.REPLICA, LonghornObjects.name(replica))));
        world.objects().remove(LonghornObjects.key(Kinds.ENGINE, name + "-e-0"));
        world.objects().remove(LonghornObjects.key(Kinds.LONGHORN_VOLUME, name));
        world.objects().remove(Kinds.VOLUME.key(name));
    }
}
