package dev.kaltstart.twin.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Attachments;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * VolSync restores into a claim. A mover that finds no snapshot ends successfully, with nothing restored (src:
 * backube/volsync:mover-restic/entry.sh, do_restore).
 */
final class VolSyncDestinations implements Rule {

    private static final Duration TAKES = Duration.ofSeconds(90);

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode destination : world.objects().list(Kinds.REPLICATION_DESTINATION)) {
            var manual = Json.text(destination, "spec", "trigger", "manual");
            var uid = Json.text(destination, "metadata", "uid");
            if (!manual.isEmpty()
                    && !manual.equals(Json.text(destination, "status", "lastManualSync"))
                    && volume(world, destination).findFirst().isPresent()
                    && world.timers().passed("volsync/" + uid, TAKES, now)) {
                world.timers().clear("volsync/" + uid);
                end(world, destination, restore(world, destination), now);
            }
        }
    }

    private static Stream<String> volume(World world, ObjectNode destination) {
        return Attachments.volume(
                world,
                Json.text(destination, "metadata", "namespace"),
                Json.text(destination, "spec", tool(destination), "destinationPVC"))
                .stream();
    }

    private static String tool(ObjectNode destination) {
        return Json.at(destination, "spec").has("kopia") ? "kopia" : "restic";
    }

    /** @return the line of the log */
    private static String restore(World world, ObjectNode destination) {
        var mover = Json.at(destination, "spec", tool(destination));
        var asOf = Json.text(mover, "restoreAsOf");
        return repository(world, destination)
                .flatMap(
                        vault -> vault
                                .select(
                                        asOf.isEmpty() ? Instant.MAX : Instant.parse(asOf),
                                        mover.path("previous").asInt())
                                .stream())
                .findFirst()
                .map(snapshot -> {
                    volume(world, destination).forEach(volume -> snapshot.data().on(world, volume));
                    return "restoring snapshot 1a2b3c4d of [/data] at "
                            + Json.time(snapshot.at()).replace('T', ' ').replace("Z", " +0000 UTC")
                            + " by root@volsync to .";
                })
                .orElse("No eligible snapshots found\n=== No data will be restored ===");
    }

    /** A source whose Secret says the same writes to the same repository, also from another namespace. */
    private static Stream<VolSyncVault> repository(World world, ObjectNode destination) {
        var tool = tool(destination);
        var secret = secret(world, destination, tool);
        return world.objects().list(Kinds.REPLICATION_SOURCE).stream()
                .filter(source -> Json.at(source, "spec").has(tool))
                .filter(source -> secret.equals(secret(world, source, tool)))
                .map(source -> new VolSyncVault(
                        world,
                        Json.text(source, "metadata", "namespace") + "/" + Json.text(source, "metadata", "name")));
    }

    /** What is in the Secret; where it is missing, its place. */
    private static String secret(World world, ObjectNode object, String tool) {
        var namespace = Json.text(object, "metadata", "namespace");
        var name = Json.text(object, "spec", tool, "repository");
        return world.objects()
                .find(Kinds.SECRET.key(namespace, name))
                .map(secret -> Json.write(Json.at(secret, "data")))
                .orElse(namespace + "/" + name);
    }

    private static void end(World world, ObjectNode destination, String log, Instant now) {
        world.objects().update(Objects.key(Kinds.REPLICATION_DESTINATION, destination), object -> {
            var status = Json.within(object, "status");
            status.put("lastSyncTime", Json.time(now))
                    .put("lastSyncDuration", "1m30s")
                    .put("lastManualSync", Json.text(object, "spec", "trigger", "manual"));
            Json.within(status, "latestMoverStatus").put("result", "Successful").put("logs", log);
        });
    }
}
