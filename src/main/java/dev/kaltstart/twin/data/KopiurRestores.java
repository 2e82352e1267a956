package dev.kaltstart.twin.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Attachments;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Kopiur restores a Snapshot into a claim once, and fills every new claim that names a Restore as its source, from the snapshot
 * that was pinned first (src: home-operations/kopiur: docs/restores.md).
 */
final class KopiurRestores implements Rule {

    private static final Duration TAKES = Duration.ofSeconds(60);
    private static final String FILLED = "kopiur-filled/";

    @Override
    public void apply(World world, Instant now) {
        world.objects().list(Kinds.CLAIM).forEach(claim -> fill(world, claim));
        for (ObjectNode restore : world.objects().list(Kinds.KOPIUR_RESTORE)) {
            var timer = "kopiur/" + Json.text(restore, "metadata", "uid");
            if (Json.at(restore, "spec", "target").has("pvcRef")
                    && Json.text(restore, "status", "phase").isEmpty()
                    && world.timers().passed(timer, TAKES, now)) {
                world.timers().clear(timer);
                restore(world, restore);
            }
        }
    }

    private static void restore(World world, ObjectNode restore) {
        var namespace = Json.text(restore, "metadata", "namespace");
        var from = Json.text(restore, "spec", "source", "snapshotRef", "namespace");
        var id = world.objects()
                .find(Kinds.KOPIUR_SNAPSHOT.key(
                        from.isEmpty() ? namespace : from, Json.text(restore, "spec", "source", "snapshotRef", "name")))
                .map(KopiurSnapshots::kopiaId)
                .orElse("");
        var data = KopiurSnapshots.data(world, id);
        var volume = Attachments.volume(world, namespace, Json.text(restore, "spec", "target", "pvcRef", "name"));
        if (data.isPresent() && volume.isPresent()) {
            data.get().on(world, volume.get());
        }
        var done = data.isPresent() && volume.isPresent();
        end(world, Objects.key(Kinds.KOPIUR_RESTORE, restore), done, id);
    }

    private static void end(World world, ObjectKey restore, boolean done, String id) {
        world.objects().update(restore, object -> {
            var status = Json.within(object, "status");
            status.put("phase", done ? "Completed" : "Failed");
            if (done) {
                Json.within(status, "resolved").put("resolution", "Snapshot").put("kopiaSnapshotID", id);
            } else {
                Json.within(status, "failure").put("message", "no snapshot " + id + ", or no claim to write to");
            }
        });
    }

    private static void fill(World world, ObjectNode claim) {
        var namespace = Json.text(claim, "metadata", "namespace");
        var name = Json.text(claim, "metadata", "name");
        var key = Kinds.KOPIUR_RESTORE.key(namespace, Json.text(claim, "spec", "dataSourceRef", "name"));
        var volume = Attachments.volume(world, namespace, name);
        if (volume.isEmpty()
                || !"Restore".equals(Json.text(claim, "spec", "dataSourceRef", "kind"))
                || world.marks().put(FILLED + volume.get(), "") != null) {
            return;
        }
        var restore = world.objects().find(key);
        if (restore.isPresent()
                && Json.at(restore.get(), "spec", "target").has("populator")
                && VolumeData.of(world, volume.get()).isEmpty()) {
            pinned(world, restore.get(), namespace, name).ifPresent(id -> {
                KopiurSnapshots.data(world, id).ifPresent(data -> data.on(world, volume.get()));
                end(world, key, true, id);
            });
        }
    }

    private static Optional<String> pinned(World world, ObjectNode restore, String namespace, String claim) {
        var before = Json.text(restore, "status", "resolved", "kopiaSnapshotID");
        return before.isEmpty()
                ? KopiurSnapshots.latest(world, namespace, claim).map(KopiurSnapshots::kopiaId)
                : Optional.of(before);
    }
}
