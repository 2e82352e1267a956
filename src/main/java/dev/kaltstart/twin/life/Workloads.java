package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Selector;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.List;

/** Deployments, stateful sets and daemon sets recreate their pods. */
public final class Workloads implements Rule {

    @Override
    public void apply(World world, Instant now) {
        world.objects().list(Kinds.DEPLOYMENT).forEach(owner -> scale(world, Kinds.DEPLOYMENT, owner, now));
        world.objects().list(Kinds.STATEFUL_SET).forEach(owner -> scale(world, Kinds.STATEFUL_SET, owner, now));
        world.objects().list(Kinds.DAEMON_SET).forEach(owner -> spread(world, owner, now));
    }

    private static void scale(World world, Kind kind, ObjectNode owner, Instant now) {
        var stateful = kind.equals(Kinds.STATEFUL_SET);
        var wanted = Json.at(owner, "spec", "replicas").asInt(1);
        // a stateful pod keeps its name, so the old one has to be gone first
        var there = pods(world, owner).stream()
                .filter(pod -> stateful || !Pods.terminating(pod) && !Pods.finished(pod))
                .toList();
        for (int ordinal = 0, have = there.size(); ordinal < wanted && have < wanted; ordinal++) {
            var name = stateful ? name(owner) + "-" + ordinal : random(world, owner);
            if (world.objects().find(Kinds.POD.key(namespace(owner), name)).isEmpty()
                    && HeldPods.refusal(world, namespace(owner), template(owner))
                            .isEmpty()) {
                create(world, owner, kind, name, "", now);
                have++;
            }
        }
        there.stream()
                .skip(wanted)
                .filter(pod -> !Pods.terminating(pod))
                .forEach(pod -> ObjectRemoval.of(world, Pods.key(pod), now));
        status(world, kind, owner, "replicas", "readyReplicas", wanted);
    }

    private static void spread(World world, ObjectNode owner, Instant now) {
        var nodes = world.objects().list(Kinds.NODE);
        var nodesServed = pods(world, owner).stream().map(Pods::node).toList();
        for (ObjectNode node : nodes) {
            var nodeName = name(node);
            if (wants(owner, node) && !nodesServed.contains(nodeName)) {
                create(world, owner, Kinds.DAEMON_SET, random(world, owner), nodeName, now);
            }
        }
        var wanted = (int) nodes.stream().filter(node -> wants(owner, node)).count();
        status(world, Kinds.DAEMON_SET, owner, "desiredNumberScheduled", "numberReady", wanted);
    }

    private static boolean wants(ObjectNode daemonSet, ObjectNode node) {
        var template = Json.at(daemonSet, "spec", "template");
        for (JsonNode taint : Json.at(node, "spec", "taints")) {
            if (Nodes.CONTROL_PLANE.equals(Json.text(taint, "key")) && !Pods.tolerates(template, taint)) {
                return false;
            }
        }
        return true;
    }

    private static void status(
            World world, Kind kind, ObjectNode owner, String wantedField, String readyField, int wanted) {
        var ready = (int) pods(world, owner).stream().filter(Pods::healthy).count();
        var status = Json.at(owner, "status");
        if (status.path(wantedField).asInt(-1) != wanted
                || status.path(readyField).asInt(-1) != ready) {
            world.objects()
                    .update(
                            kind.key(namespace(owner), name(owner)),
                            object -> Json.within(object, "status")
                                    .put(wantedField, wanted)
                                    .put(readyField, ready)
                                    .put(
                                            readyField.equals("numberReady") ? "numberAvailable" : "availableReplicas",
                                            ready)
                                    .put(
                                            "observedGeneration",
                                            Json.at(object, "metadata", "generation")
                                                    .asLong()));
        }
    }

    private static List<ObjectNode> pods(World world, ObjectNode owner) {
        var selector = Json.at(owner, "spec", "selector");
        return world.objects().list(Kinds.POD, namespace(owner)).stream()
                .filter(pod -> Selector.matches(selector, pod))
                .toList();
    }

    private static ObjectNode template(ObjectNode owner) {
        return (ObjectNode) Json.at(owner, "spec", "template");
    }

    /** Makes one pod of a workload. @param node where it is bound to run; empty for the scheduler to choose */
    public static ObjectNode create(World world, ObjectNode owner, Kind kind, String name, String node, Instant now) {
        var pod = template(owner).deepCopy();
        var reference =
                Json.list(Json.within(pod, "metadata"), "ownerReferences").addObject();
        var deployed = kind.equals(Kinds.DEPLOYMENT);
        reference
                .put("apiVersion", kind.apiVersion())
                .put("kind", deployed ? "ReplicaSet" : kind.name())
                .put("name", deployed ? name.substring(0, name.lastIndexOf('-')) : name(owner))
                .put("uid", Json.text(owner, "metadata", "uid"))
                .put("controller", true);
        Json.within(pod, "status").put("phase", "Pending");
        if (!node.isEmpty()) {
            Json.within(pod, "spec").put("nodeName", node);
        }
        return world.objects().create(Kinds.POD.key(namespace(owner), name), pod, now);
    }

    /** A unique name. */
    public static String random(World world, ObjectNode owner) {
        var uid = Json.text(owner, "metadata", "uid");
        var suffix = world.seed().suffix(uid + world.objects().version(), 5);
        var deployed = Kinds.DEPLOYMENT.name().equals(Json.text(owner, "kind"));
        return deployed ? name(owner) + "-" + world.seed().suffix(uid, 10) + "-" + suffix : name(owner) + "-" + suffix;
    }

    private static String name(JsonNode object) {
        return Json.text(object, "metadata", "name");
    }

    private static String namespace(JsonNode object) {
        return Json.text(object, "metadata", "namespace");
    }
}
