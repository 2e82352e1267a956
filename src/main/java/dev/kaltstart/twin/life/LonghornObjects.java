package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Queries on Longhorn's objects, and their content. */
public final class LonghornObjects {

    public static final String NAMESPACE = "longhorn-system";
    public static final String STORAGE_CLASS = "longhorn";

    private LonghornObjects() {}

    static ObjectKey key(Kind kind, String name) {
        return kind.key(NAMESPACE, name);
    }

    static String name(JsonNode object) {
        return Json.text(object, "metadata", "name");
    }

    static List<ObjectNode> replicas(World world, String volume) {
        return world.objects().list(Kinds.REPLICA).stream()
                .filter(replica -> volume.equals(Json.text(replica, "spec", "volumeName")))
                .toList();
    }

    /** Its data is whole. */
    static boolean usable(JsonNode replica) {
        return !Json.text(replica, "spec", "healthyAt").isEmpty() && !failed(replica);
    }

    static boolean failed(JsonNode replica) {
        return !Json.text(replica, "spec", "failedAt").isEmpty();
    }

    static long usableReplicas(World world, String volume) {
        return replicas(world, volume).stream().filter(LonghornObjects::usable).count();
    }

    /** A volume can be attached; one that Longhorn knows nothing of always can. */
    static boolean usable(World world, String volume) {
        return world.objects().find(key(Kinds.LONGHORN_VOLUME, volume)).isEmpty()
                || replicas(world, volume).stream().anyMatch(replica -> usable(replica) && diskThere(world, replica));
    }

    /** Whether the disk of a replica exists, with its data. */
    static boolean diskThere(World world, JsonNode replica) {
        var node = Json.text(replica, "spec", "nodeID");
        return world.kubeletRuns(node)
                && world.machine(node)
                        .map(Machine::dataDisk)
                        .filter(disk -> disk.equals(Json.text(replica, "spec", "diskID")))
                        .isPresent();
    }

    /** The disk of a node that takes new replicas; empty when it takes none. */
    static Optional<String> schedulableDisk(JsonNode node) {
        if (!Conditions.is(node, "Ready", "True")
                || !Conditions.is(node, "Schedulable", "True")
                || !Json.at(node, "spec", "allowScheduling").asBoolean()) {
            return Optional.empty();
        }
        for (var disk : Json.at(node, "status", "diskStatus").properties()) {
            var allowed = Json.at(node, "spec", "disks", disk.getKey(), "allowScheduling");
            if (allowed.asBoolean() && diskIs(disk.getValue(), "Ready") && diskIs(disk.getValue(), "Schedulable")) {
                return Optional.of(Json.text(disk.getValue(), "diskUUID"));
            }
        }
        return Optional.empty();
    }

    private static boolean diskIs(JsonNode diskStatus, String condition) {
        var holder = Json.object();
        holder.set("status", diskStatus);
        return Conditions.is(holder, condition, "True");
    }

    /** The engine and the replicas of a new volume, one on each of as many disks as there are. */
    public static void createParts(World world, String volume, Instant now) {
        world.objects()
                .create(
                        key(Kinds.ENGINE, volume + "-e-0"),
                        Json.of("{'spec': {'volumeName': '%s', 'nodeID': ''}, 'status': {}}", volume),
                        now);
        Provisioner.disks(world).entrySet().stream()
                .limit(Provisioner.REPLICAS)
                .forEach(disk -> createReplica(world, volume, disk.getKey(), disk.getValue(), Json.time(now), now));
    }

    /** A new replica. @param healthyAt empty while it is being rebuilt */
    static void createReplica(World world, String volume, String node, String disk, String healthyAt, Instant now) {
        var name =
                volume + "-r-" + world.seed().hex("replica/" + world.objects().version(), 8);
        var replica = Json.of("""
                {'metadata': {'labels': {'longhornvolume': '%1$s', 'longhornnode': '%2$s'}},
                 'spec': {'volumeName': '%1$s', 'nodeID': '%2$s', 'diskID': '%3$s', 'diskPath': '/var/lib/longhorn/',
                          'failedAt': '', 'healthyAt': '%4$s', 'lastHealthyAt': '%4$s', 'active': true,
                          'evictionRequested': false, 'desireState': 'running'},
                 'status': {'currentState': 'running', 'ownerID': '%2$s'}}""", volume, node, disk, healthyAt);
        world.objects().create(key(Kinds.REPLICA, name), replica, now);
    }
}
