package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Longhorn's own picture of the nodes and their disks. */
final class LonghornNodes implements Rule {

    static final String MANAGER = "longhorn-manager";

    @Override
    public void apply(World world, Instant now) {
        for (Machine machine : world.machines()) {
            var key = LonghornObjects.key(Kinds.LONGHORN_NODE, machine.name());
            var managed = managed(world, machine.name());
            if (world.objects().find(key).isEmpty() && managed) {
                world.objects().create(key, fresh(world, machine), now);
            }
            world.objects().update(key, node -> {
                judge(world, node, machine.name(), managed, now);
                disks(world, node, machine, managed, now);
            });
        }
    }

    /** A manager runs there. */
    private static boolean managed(World world, String node) {
        return world.kubeletRuns(node)
                && Nodes.ready(world.objects(), node)
                && world.objects().list(Kinds.POD).stream()
                        .anyMatch(pod -> node.equals(Pods.node(pod))
                                && LonghornObjects.name(pod).startsWith(MANAGER + "-")
                                && Pods.healthy(pod));
    }

    private static ObjectNode fresh(World world, Machine machine) {
        return Json.of("""
                {'spec': {'name': '%1$s', 'allowScheduling': true, 'evictionRequested': false,
                          'disks': {'default-disk-%2$s': {'path': '/var/lib/longhorn/', 'allowScheduling': true,
                                    'evictionRequested': false, 'storageReserved': 0, 'diskType': 'filesystem', 'tags': []}}},
                 'status': {'diskStatus': {}}}""", machine.name(), world.seed().hex("disk/" + machine.name(), 16));
    }

    private static void judge(World world, ObjectNode object, String name, boolean managed, Instant now) {
        var node = world.objects().find(Kinds.NODE.key(name));
        if (node.isEmpty()) {
            var message =
                    "Kubernetes node missing: node %s has been removed from the cluster and there is no manager pod"
                                    .formatted(name)
                            + " running on it";
            Conditions.set(object, "Ready", "False", "KubernetesNodeGone", message, now);
        } else if (!Nodes.ready(node.get())) {
            var message = "Kubernetes node %s not ready: NodeStatusUnknown".formatted(name);
            Conditions.set(object, "Ready", "False", "KubernetesNodeNotReady", message, now);
        } else if (managed) {
            Conditions.set(object, "Ready", "True", "", "Node %s is ready".formatted(name), now);
        } else {
            var message = "manager pod missing: node %s has no manager pod running".formatted(name);
            Conditions.set(object, "Ready", "False", "ManagerPodMissing", message, now);
        }
        if (node.filter(Nodes::cordoned).isPresent()) {
            var message = "Node %s is cordoned".formatted(name);
            Conditions.set(object, "Schedulable", "False", "KubernetesNodeCordoned", message, now);
        } else {
            Conditions.set(object, "Schedulable", "True", "", "", now);
        }
    }

    private static void disks(World world, ObjectNode node, Machine machine, boolean managed, Instant now) {
        var statuses = Json.within(node, "status", "diskStatus");
        var wanted = Json.at(node, "spec", "disks");
        for (String known : List.copyOf(names(statuses))) {
            if (!wanted.has(known)) {
                statuses.remove(known);
            }
        }
        if (managed) {
            wanted.properties().forEach(disk -> examine(world, node, disk.getKey(), machine, now));
        }
    }

    private static List<String> names(ObjectNode statuses) {
        return statuses.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** A disk keeps the identity it had when it was added: after a wipe it is not ready until it is added again. */
    private static void examine(World world, ObjectNode node, String disk, Machine machine, Instant now) {
        var status = Json.within(node, "status", "diskStatus", disk);
        if (!status.has("diskUUID")) {
            status.put("diskUUID", machine.dataDisk()).put("diskPath", "/var/lib/longhorn/");
            status.put("storageAvailable", 900_000_000_000L).put("storageMaximum", 1_000_000_000_000L);
        }
        var there = machine.dataDisk().equals(Json.text(status, "diskUUID"));
        var holder = Json.object();
        holder.set("status", status);
        var message =
                "Disk %s(/var/lib/longhorn/) on node %s is not ready: record diskUUID doesn't match the one on the disk"
                        .formatted(disk, machine.name());
        Conditions.set(
                holder,
                "Ready",
                there ? "True" : "False",
                there ? "" : "DiskFilesystemChanged",
                there ? "" : message,
                now);
        var allowed =
                there && Json.at(node, "spec", "disks", disk, "allowScheduling").asBoolean();
        Conditions.set(holder, "Schedulable", allowed ? "True" : "False", allowed ? "" : "DiskNotReady", "", now);
        var scheduled = status.putObject("scheduledReplica");
        world.objects().list(Kinds.REPLICA).stream()
                .filter(replica -> Json.text(status, "diskUUID").equals(Json.text(replica, "spec", "diskID")))
                .forEach(replica -> scheduled.put(LonghornObjects.name(replica), 1_073_741_824L));
    }
}
