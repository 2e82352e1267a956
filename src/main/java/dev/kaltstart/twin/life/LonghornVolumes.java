package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;

/** Replicas fail with their node or disk; volumes follow their attachments and their replicas. */
final class LonghornVolumes implements Rule {

    private static final Duration FAILS_IN = Duration.ofSeconds(60);

    @Override
    public void apply(World world, Instant now) {
        world.objects().list(Kinds.REPLICA).forEach(replica -> look(world, replica, now));
        world.objects().list(Kinds.LONGHORN_VOLUME).forEach(volume -> judge(world, volume, now));
    }

    private static void look(World world, ObjectNode replica, Instant now) {
        var timer = "lost/" + Json.text(replica, "metadata", "uid");
        var key = Objects.key(Kinds.REPLICA, replica);
        if (LonghornObjects.diskThere(world, replica)) {
            world.timers().clear(timer);
            if (LonghornObjects.failed(replica) && onlyHope(world, replica)) {
                world.objects().update(key, LonghornVolumes::salvage);
            }
        } else if (!LonghornObjects.failed(replica) && world.timers().passed(timer, FAILS_IN, now)) {
            lose(world, replica, now);
        }
    }

    /** The last copy is not given up before its disk is seen without it. */
    private static void lose(World world, ObjectNode replica, Instant now) {
        var last = LonghornObjects.usable(replica)
                && LonghornObjects.usableReplicas(world, Json.text(replica, "spec", "volumeName")) == 1;
        var given = last && !world.kubeletRuns(Json.text(replica, "spec", "nodeID"));
        world.objects().update(Objects.key(Kinds.REPLICA, replica), object -> {
            Json.within(object, "status").put("currentState", given ? "unknown" : "stopped");
            if (!given) {
                Json.within(object, "spec").put("failedAt", Json.time(now));
            }
        });
    }

    /** Longhorn salvages by itself when nothing newer exists. */
    private static boolean onlyHope(World world, ObjectNode replica) {
        return LonghornObjects.usableReplicas(world, Json.text(replica, "spec", "volumeName")) == 0
                && !Json.text(replica, "spec", "healthyAt").isEmpty();
    }

    private static void salvage(ObjectNode replica) {
        Json.within(replica, "spec").put("failedAt", "");
        Json.within(replica, "status").put("currentState", "running");
    }

    private static void judge(World world, ObjectNode volume, Instant now) {
        var name = LonghornObjects.name(volume);
        var attachment = Attachments.of(world, name);
        var node =
                attachment.map(object -> Json.text(object, "spec", "nodeName")).orElse("");
        var robustness = robustness(world, volume, node);
        world.objects().update(Objects.key(Kinds.LONGHORN_VOLUME, volume), object -> {
            Json.within(object, "spec").put("nodeID", node);
            var status = Json.within(object, "status");
            status.put("state", node.isEmpty() ? "detached" : "attached").put("currentNodeID", node);
            if ("degraded".equals(robustness) && !robustness.equals(Json.text(status, "robustness"))) {
                status.put("lastDegradedAt", Json.time(now));
            }
            status.put("robustness", robustness);
        });
    }

    private static String robustness(World world, ObjectNode volume, String node) {
        var usable = LonghornObjects.usableReplicas(world, LonghornObjects.name(volume));
        if (usable == 0) {
            return "faulted";
        }
        if (node.isEmpty()
                || !world.kubeletRuns(node)
                || !LonghornObjects.usable(world, LonghornObjects.name(volume))) {
            return "unknown";
        }
        return usable < Json.at(volume, "spec", "numberOfReplicas").asInt() ? "degraded" : "healthy";
    }
}
