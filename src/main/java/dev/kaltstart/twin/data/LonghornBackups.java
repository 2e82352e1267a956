package dev.kaltstart.twin.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.LonghornObjects;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Longhorn saves the snapshot that a Backup names (src: longhorn/longhorn-manager:controller/backup_controller.go,
 * controller/snapshot_controller.go), and what it has saved outlives the volume. Recurring jobs are not played.
 */
final class LonghornBackups implements Rule {

    private static final Duration TAKES = Duration.ofSeconds(45);
    private static final String MARK = "longhorn-backup/";

    /** What a backup has; empty when there was nothing on the volume. */
    static Optional<VolumeData> data(World world, String backup) {
        return Optional.ofNullable(world.marks().get(MARK + backup)).map(VolumeData::parse);
    }

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode snapshot : world.objects().list(Kinds.LONGHORN_SNAPSHOT)) {
            if (Json.text(snapshot, "status", "creationTime").isEmpty()) {
                world.objects()
                        .update(
                                Objects.key(Kinds.LONGHORN_SNAPSHOT, snapshot),
                                object -> Json.within(object, "status")
                                        .put("creationTime", Json.time(now))
                                        .put("readyToUse", true));
            }
        }
        for (ObjectNode backup : world.objects().list(Kinds.LONGHORN_BACKUP)) {
            var timer = "longhorn/" + Json.text(backup, "metadata", "uid");
            if (Json.text(backup, "status", "state").isEmpty() && world.timers().passed(timer, TAKES, now)) {
                world.timers().clear(timer);
                save(world, backup, now);
            }
        }
    }

    private static void save(World world, ObjectNode backup, Instant now) {
        var name = Json.text(backup, "metadata", "name");
        var snapshot = world.objects()
                .find(Kinds.LONGHORN_SNAPSHOT.key(
                        LonghornObjects.NAMESPACE, Json.text(backup, "spec", "snapshotName")));
        var volume = snapshot.map(found -> Json.text(found, "spec", "volume"))
                .flatMap(of -> world.objects().find(Kinds.LONGHORN_VOLUME.key(LonghornObjects.NAMESPACE, of)));
        volume.flatMap(found -> VolumeData.of(world, Json.text(found, "metadata", "name")))
                .ifPresent(data -> world.marks().put(MARK + name, data.text()));
        world.objects().update(Objects.key(Kinds.LONGHORN_BACKUP, backup), object -> {
            var status = Json.within(object, "status");
            if (volume.isEmpty()) {
                status.put("state", "Error").put("error", "cannot find the corresponding volume");
                return;
            }
            var of = Json.text(volume.get(), "metadata", "name");
            status.put("state", "Completed")
                    .put("volumeName", of)
                    .put("volumeSize", Json.text(volume.get(), "spec", "size"))
                    .put("url", "s3://backups@twin/?backup=" + name + "&volume=" + of)
                    .put("backupTargetName", "default")
                    .put("snapshotCreatedAt", Json.text(snapshot.orElseThrow(), "status", "creationTime"))
                    .put("backupCreatedAt", Json.time(now));
            Json.within(status, "labels")
                    .put("KubernetesStatus", Json.write(Json.at(volume.get(), "status", "kubernetesStatus")));
        });
    }
}
