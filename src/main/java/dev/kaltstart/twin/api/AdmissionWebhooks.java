package dev.kaltstart.twin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Conditions;
import dev.kaltstart.twin.life.SilentWebhook;
import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.world.World;

/** The admission webhooks of the cluster: defaults and refusals. */
final class AdmissionWebhooks {

    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

    private final World world;

    AdmissionWebhooks(World world) {
        this.world = world;
    }

    void creates(ObjectKey key, ObjectNode object) {
        refuseUnanswered(key);
        if (key.kind().equals(Kinds.NAMESPACE)) {
            Json.within(object, "metadata", "labels").put("kubernetes.io/metadata.name", key.name());
            Json.within(object, "status").put("phase", "Active");
        } else if (key.kind().equals(Kinds.POD)) {
            Json.within(object, "status").put("phase", "Pending");
        } else if (key.kind().equals(Kinds.CLAIM)) {
            Json.within(object, "status").put("phase", "Pending");
            if (!Json.at(object, "spec").hasNonNull("storageClassName")) {
                defaultClass(object);
            }
        }
    }

    private void defaultClass(ObjectNode claim) {
        world.objects().list(Kinds.STORAGE_CLASS).stream()
                .filter(storage -> "true".equals(Json.text(storage, "metadata", "annotations", DEFAULT_CLASS)))
                .findFirst()
                .ifPresent(storage ->
                        Json.within(claim, "spec").put("storageClassName", Json.text(storage, "metadata", "name")));
    }

    private void refuseUnanswered(ObjectKey key) {
        SilentWebhook.refusal(world, key).ifPresent(refusal -> {
            throw refusal;
        });
    }

    void changes(ObjectKey key, ObjectNode current, ObjectNode next) {
        refuseUnanswered(key);
        if (!key.kind().equals(Kinds.LONGHORN_NODE)) {
            return;
        }
        for (var disk : Json.at(current, "spec", "disks").properties()) {
            var removed = !Json.at(next, "spec", "disks").has(disk.getKey());
            if (removed && disk.getValue().path("allowScheduling").asBoolean()) {
                throw denied(
                        ("delete disk on node %s error: please disable the disk %s and remove all replicas and backing"
                                        + " images first")
                                .formatted(key.name(), disk.getKey()));
            }
            if (removed) {
                dropReplicas(disk.getKey(), current);
            }
        }
    }

    /** Deletes the replicas on a removed disk. */
    private void dropReplicas(String disk, ObjectNode node) {
        var uuid = Json.text(node, "status", "diskStatus", disk, "diskUUID");
        world.objects().list(Kinds.REPLICA).stream()
                .filter(replica -> uuid.equals(Json.text(replica, "spec", "diskID")))
                .filter(replica -> !Json.text(replica, "spec", "failedAt").isEmpty())
                .forEach(replica ->
                        world.objects().remove(dev.kaltstart.twin.store.Objects.key(Kinds.REPLICA, replica)));
    }

    void deletes(ObjectKey key, ObjectNode object) {
        if (!key.kind().equals(Kinds.LONGHORN_NODE)) {
            return;
        }
        var ready = Conditions.find(object, "Ready");
        var replicas = world.objects().list(Kinds.REPLICA).stream()
                .filter(replica -> key.name().equals(Json.text(replica, "spec", "nodeID")))
                .count();
        if (!gone(ready) || replicas > 0) {
            throw denied(
                    "could not delete node %s with node ready condition is %s, reason is %s, node schedulable %s, and %d replica, 0 engine running on it"
                            .formatted(
                                    key.name(),
                                    Json.text(ready, "status"),
                                    Json.text(ready, "reason"),
                                    Json.at(object, "spec", "allowScheduling").asBoolean(),
                                    replicas));
        }
    }

    private static boolean gone(JsonNode ready) {
        return "False".equals(Json.text(ready, "status")) && !"ManagerPodMissing".equals(Json.text(ready, "reason"));
    }

    private static ApiError denied(String why) {
        return new ApiError(403, "Forbidden", "admission webhook \"validator.longhorn.io\" denied the request: " + why);
    }
}
