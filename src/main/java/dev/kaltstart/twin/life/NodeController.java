package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Machine;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Notices silent nodes, taints them, and evicts what does not tolerate the taints. */
final class NodeController implements Rule {

    private static final Duration GRACE = Duration.ofSeconds(40);
    private static final Duration TOLERATED = Duration.ofSeconds(300);

    @Override
    public boolean watchesClock() {
        return true;
    }

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode node : world.objects().list(Kinds.NODE)) {
            var key = Objects.key(Kinds.NODE, node);
            var silent = world.machine(key.name()).map(Machine::silentSince);
            world.objects().update(key, object -> judge(object, silent, now));
            world.objects().find(key).ifPresent(judged -> evict(world, judged, now));
        }
    }

    private static void judge(ObjectNode node, Optional<Instant> silent, Instant now) {
        if (silent.isPresent() && !silent.get().plus(GRACE).isAfter(now)) {
            Nodes.lose(node, now);
        }
        taintWhen(Conditions.is(node, "Ready", "Unknown"), node, Nodes.UNREACHABLE, now);
        taintWhen(Conditions.is(node, "Ready", "False"), node, Nodes.NOT_READY, now);
        if (Nodes.cordoned(node)) {
            Nodes.taint(node, Nodes.CORDONED, "NoSchedule", now);
        } else {
            Nodes.untaint(node, Nodes.CORDONED);
        }
    }

    private static void taintWhen(boolean so, ObjectNode node, String taint, Instant now) {
        if (so) {
            Nodes.taint(node, taint, "NoSchedule", now);
            Nodes.taint(node, taint, "NoExecute", now);
        } else {
            Nodes.untaint(node, taint);
        }
    }

    private static void evict(World world, ObjectNode node, Instant now) {
        for (JsonNode taint : Json.at(node, "spec", "taints")) {
            if ("NoExecute".equals(Json.text(taint, "effect"))) {
                evictFrom(world, Json.text(node, "metadata", "name"), taint, now);
            }
        }
    }

    private static void evictFrom(World world, String node, JsonNode taint, Instant now) {
        for (ObjectNode pod : world.objects().list(Kinds.POD)) {
            if (node.equals(Pods.node(pod)) && hasToGo(pod, taint, now)) {
                Pods.terminate(world.objects(), Pods.key(pod), 30, now);
            }
        }
    }

    /** A toleration may be for a time only. */
    private static boolean hasToGo(JsonNode pod, JsonNode taint, Instant now) {
        var tolerations = Pods.tolerations(pod, taint);
        if (tolerations.isEmpty()) {
            return !toleratedByDefault(taint) || passed(taint, TOLERATED, now);
        }
        return tolerations.stream()
                .allMatch(toleration -> toleration.has("tolerationSeconds")
                        && passed(
                                taint,
                                Duration.ofSeconds(
                                        toleration.path("tolerationSeconds").asLong()),
                                now));
    }

    /** Every pod tolerates an unreachable or not ready node for five minutes, and nothing else by default. */
    private static boolean toleratedByDefault(JsonNode taint) {
        var key = Json.text(taint, "key");
        return key.equals(Nodes.UNREACHABLE) || key.equals(Nodes.NOT_READY);
    }

    private static boolean passed(JsonNode taint, Duration time, Instant now) {
        var added = Json.text(taint, "timeAdded");
        return added.isEmpty() || !Instant.parse(added).plus(time).isAfter(now);
    }
}
