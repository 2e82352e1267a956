package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Instant;

/**
 * Longhorn runs an instance manager on each of its nodes and blocks its eviction while a volume has its last healthy
 * replica there (setting node-drain-policy), or while the node is in use.
 */
final class ReplicaHosts implements Rule {

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode node : world.objects().list(Kinds.LONGHORN_NODE)) {
            var name = LonghornObjects.name(node);
            if (Conditions.is(node, "Ready", "True") && !cordoned(world, name)) {
                start(world, name, now);
            }
            if (free(world, name)) {
                world.objects().remove(Kinds.BUDGET.key(LonghornObjects.NAMESPACE, pod(world, name)));
            }
        }
    }

    private static String pod(World world, String node) {
        return "instance-manager-" + world.seed().hex("instance-manager/" + node, 32);
    }

    private static void start(World world, String node, Instant now) {
        var name = pod(world, node);
        if (world.objects().find(Kinds.POD.key(LonghornObjects.NAMESPACE, name)).isEmpty()) {
            world.objects().create(Kinds.POD.key(LonghornObjects.NAMESPACE, name), manager(name, node), now);
        }
        if (world.objects()
                .find(Kinds.BUDGET.key(LonghornObjects.NAMESPACE, name))
                .isEmpty()) {
            world.objects().create(Kinds.BUDGET.key(LonghornObjects.NAMESPACE, name), Json.of("""
                                    {'spec': {'minAvailable': 1, 'selector': {'matchLabels': {
                                        'longhorn.io/component': 'instance-manager', 'longhorn.io/node': '%s'}}}}""", node), now);
        }
    }

    private static ObjectNode manager(String name, String node) {
        return Json.of("""
                {'metadata': {'labels': {'longhorn.io/component': 'instance-manager', 'longhorn.io/node': '%2$s'},
                              'ownerReferences': [{'apiVersion': 'longhorn.io/v1beta2', 'kind': 'InstanceManager',
                                                   'name': '%1$s', 'uid': '%1$s', 'controller': true}]},
                 'spec': {'nodeName': '%2$s', 'restartPolicy': 'Always',
                          'containers': [{'name': 'instance-manager', 'image': 'longhornio/longhorn-instance-manager'}]},
                 'status': {'phase': 'Pending'}}""", name, node);
    }

    private static boolean cordoned(World world, String node) {
        return world.objects()
                .find(Kinds.NODE.key(node))
                .filter(Nodes::cordoned)
                .isPresent();
    }

    /** The node is cordoned or gone, and nothing would be lost with it. */
    private static boolean free(World world, String node) {
        var going = cordoned(world, node)
                || world.objects().find(Kinds.NODE.key(node)).isEmpty();
        return going
                && world.objects().list(Kinds.LONGHORN_VOLUME).stream()
                        .noneMatch(volume -> lastReplicaOn(world, LonghornObjects.name(volume), node));
    }

    private static boolean lastReplicaOn(World world, String volume, String node) {
        var replicas = LonghornObjects.replicas(world, volume);
        var elsewhere = replicas.stream()
                .filter(LonghornObjects::usable)
                .anyMatch(replica -> !node.equals(Json.text(replica, "spec", "nodeID")));
        var here = replicas.stream()
                .anyMatch(replica -> node.equals(Json.text(replica, "spec", "nodeID"))
                        && !Json.text(replica, "spec", "healthyAt").isEmpty());
        return here && !elsewhere;
    }
}
