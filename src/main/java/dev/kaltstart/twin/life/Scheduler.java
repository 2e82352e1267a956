package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Finds a node for every pod that has none: the emptiest of those that may take it. */
final class Scheduler implements Rule {

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode pod : world.objects().list(Kinds.POD)) {
            if (Pods.node(pod).isEmpty() && !Pods.terminating(pod)) {
                schedule(world, pod, now);
            }
        }
    }

    private static void schedule(World world, ObjectNode pod, Instant now) {
        var node = choose(world, pod);
        world.objects().update(Pods.key(pod), object -> {
            if (node.isPresent()) {
                Json.within(object, "spec").put("nodeName", node.get());
                Conditions.set(object, "PodScheduled", "True", "", "", now);
            } else {
                var nodes = world.objects().list(Kinds.NODE).size();
                var message = "0/%d nodes are available".formatted(nodes);
                Conditions.set(object, "PodScheduled", "False", "Unschedulable", message, now);
            }
            Json.within(object, "status").put("phase", "Pending");
        });
    }

    private static Optional<String> choose(World world, ObjectNode pod) {
        if (!bound(world, pod)) {
            return Optional.empty();
        }
        return world.objects().list(Kinds.NODE).stream()
                .filter(node -> Nodes.ready(node) && welcome(pod, node) && selected(pod, node))
                .map(node -> Json.text(node, "metadata", "name"))
                .min(Comparator.comparing((String name) -> load(world, name)).thenComparing(name -> name));
    }

    private static boolean bound(World world, ObjectNode pod) {
        var namespace = Json.text(pod, "metadata", "namespace");
        return Pods.claims(pod).stream()
                .allMatch(claim -> Attachments.volume(world, namespace, claim).isPresent());
    }

    private static boolean welcome(ObjectNode pod, ObjectNode node) {
        for (JsonNode taint : Json.at(node, "spec", "taints")) {
            if (!"PreferNoSchedule".equals(Json.text(taint, "effect")) && !Pods.tolerates(pod, taint)) {
                return false;
            }
        }
        return true;
    }

    private static boolean selected(ObjectNode pod, ObjectNode node) {
        if (Nodes.madeUp(node)) {
            // the labels of the real one are not known
            return true;
        }
        for (var wanted : Json.at(pod, "spec", "nodeSelector").properties()) {
            if (!wanted.getValue().asText().equals(Json.text(node, "metadata", "labels", wanted.getKey()))) {
                return false;
            }
        }
        return Affinity.allows(pod, node);
    }

    private static long load(World world, String node) {
        return world.objects().list(Kinds.POD).stream()
                .filter(pod -> node.equals(Pods.node(pod)))
                .count();
    }
}
