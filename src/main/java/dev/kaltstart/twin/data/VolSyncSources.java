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

/**
 * VolSync saves a claim as soon as its ReplicationSource exists, and when it is triggered by hand; an empty directory it
 * passes over (src: backube/volsync:internal/controller/statemachine, mover-restic/entry.sh). Schedules are not played.
 */
public final class VolSyncSources implements Rule {

    private static final Duration TAKES = Duration.ofSeconds(40);

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode source : world.objects().list(Kinds.REPLICATION_SOURCE)) {
            var manual = Json.text(source, "spec", "trigger", "manual");
            var due = manual.isEmpty()
                    ? !Json.at(source, "status").has("lastSyncTime")
                    : !manual.equals(Json.text(source, "status", "lastManualSync"));
            if (due
                    && !Json.at(source, "spec", "paused").asBoolean()
                    && world.timers().passed("volsync/" + Json.text(source, "metadata", "uid"), TAKES, now)) {
                world.timers().clear("volsync/" + Json.text(source, "metadata", "uid"));
                save(world, source, now);
            }
        }
    }

    /** Empties every repository. */
    public static void forget(World world) {
        world.marks().keySet().removeIf(mark -> mark.startsWith(VolSyncVault.MARK));
    }

    /** @param at of the backup, now or earlier */
    public static void save(World world, ObjectNode source, Instant at) {
        var namespace = Json.text(source, "metadata", "namespace");
        var data = Attachments.volume(world, namespace, Json.text(source, "spec", "sourcePVC"))
                .flatMap(volume -> VolumeData.of(world, volume));
        data.ifPresent(saved ->
                new VolSyncVault(world, namespace + "/" + Json.text(source, "metadata", "name")).save(at, saved));
        world.objects().update(Objects.key(Kinds.REPLICATION_SOURCE, source), object -> {
            var status = Json.within(object, "status");
            status.put("lastSyncTime", Json.time(at)).put("lastSyncDuration", "40s");
            var manual = Json.text(object, "spec", "trigger", "manual");
            if (!manual.isEmpty()) {
                status.put("lastManualSync", manual);
            }
            Json.within(status, "latestMoverStatus")
                    .put("result", "Successful")
                    .put("logs", data.isPresent() ? "snapshot saved" : "== Directory is empty skipping backup ===");
        });
    }
}
