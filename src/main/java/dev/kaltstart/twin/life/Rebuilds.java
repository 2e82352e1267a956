package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Degraded volumes get their missing replicas back, one at a time. */
final class Rebuilds implements Rule {

    static final Duration REBUILDS_IN = Duration.ofMinutes(5);
    private static final Duration REPLENISHES_IN = Duration.ofMinutes(10);

    @Override
    public boolean watchesClock() {
        return true;
    }

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode volume : world.objects().list(Kinds.LONGHORN_VOLUME)) {
            var name = LonghornObjects.name(volume);
            var replicas = LonghornObjects.replicas(world, name);
            var rebuilding = replicas.stream().filter(Rebuilds::rebuilding).findFirst();
            if (rebuilding.isPresent()) {
                progress(world, name, rebuilding.get(), now);
            } else if ("degraded".equals(Json.text(volume, "status", "robustness")) || offline(world, volume)) {
                begin(world, name, replicas, now);
            } else if ("healthy".equals(Json.text(volume, "status", "robustness"))) {
                replicas.stream()
                        .filter(LonghornObjects::failed)
                        .forEach(replica -> world.objects().remove(Objects.key(Kinds.REPLICA, replica)));
            }
        }
    }

    /** Too few replicas and detached: Longhorn rebuilds them only when it may, by setting or by the volume itself. */
    private static boolean offline(World world, ObjectNode volume) {
        var own = Json.text(volume, "spec", "offlineRebuilding");
        var allowed = world.objects()
                .find(LonghornObjects.key(Kinds.SETTING, "offline-replica-rebuilding"))
                .filter(setting -> "true".equals(Json.text(setting, "value")))
                .isPresent();
        var usable = LonghornObjects.usableReplicas(world, LonghornObjects.name(volume));
        return "detached".equals(Json.text(volume, "status", "state"))
                && ("enabled".equals(own) || (allowed && !"disabled".equals(own)))
                && usable > 0
                && usable < Json.at(volume, "spec", "numberOfReplicas").asInt();
    }

    private static boolean rebuilding(ObjectNode replica) {
        return Json.text(replica, "spec", "healthyAt").isEmpty() && !LonghornObjects.failed(replica);
    }

    private static void begin(World world, String volume, List<ObjectNode> replicas, Instant now) {
        for (ObjectNode replica : replicas) {
            if (LonghornObjects.failed(replica) && LonghornObjects.diskThere(world, replica)) {
                world.objects().update(Objects.key(Kinds.REPLICA, replica), Rebuilds::reuse);
                return;
            }
        }
        for (ObjectNode node : world.objects().list(Kinds.LONGHORN_NODE)) {
            var disk = LonghornObjects.schedulableDisk(node);
            if (disk.isPresent() && wanted(replicas, LonghornObjects.name(node), now)) {
                LonghornObjects.createReplica(world, volume, LonghornObjects.name(node), disk.get(), "", now);
                return;
            }
        }
    }

    private static void reuse(ObjectNode replica) {
        Json.within(replica, "spec").put("failedAt", "").put("healthyAt", "");
        Json.within(replica, "status").put("currentState", "running");
    }

    /** No two replicas on one node; and for a while it is hoped that the node of a failed one comes back. */
    private static boolean wanted(List<ObjectNode> replicas, String node, Instant now) {
        var taken = replicas.stream()
                .anyMatch(replica ->
                        !LonghornObjects.failed(replica) && node.equals(Json.text(replica, "spec", "nodeID")));
        var hopeful = replicas.stream()
                .filter(LonghornObjects::failed)
                .allMatch(replica -> node.equals(Json.text(replica, "spec", "nodeID"))
                        || !Instant.parse(Json.text(replica, "spec", "failedAt"))
                                .plus(REPLENISHES_IN)
                                .isAfter(now));
        return !taken && hopeful;
    }

    private static void progress(World world, String volume, ObjectNode replica, Instant now) {
        var timer = "rebuild/" + Json.text(replica, "metadata", "uid");
        var began = world.timers().since(timer, now);
        var done = Math.min(100, Duration.between(began, now).toMillis() * 100 / REBUILDS_IN.toMillis());
        if (done == 100) {
            world.timers().clear(timer);
            world.objects()
                    .update(
                            Objects.key(Kinds.REPLICA, replica),
                            object -> Json.within(object, "spec")
                                    .put("healthyAt", Json.time(now))
                                    .put("lastHealthyAt", Json.time(now)));
        }
        world.objects().update(LonghornObjects.key(Kinds.ENGINE, volume + "-e-0"), engine -> {
            var status = Json.within(engine, "status", "rebuildStatus");
            status.removeAll();
            if (done < 100) {
                status.putObject("tcp://" + LonghornObjects.name(replica))
                        .put("isRebuilding", true)
                        .put("progress", done)
                        .put("state", "in_progress");
            }
        });
    }
}
