package dev.kaltstart.twin.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Attachments;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Velero uploads a snapshot of every claim of the namespaces; the backup is Completed when the uploads are (src:
 * vmware-tanzu/velero:pkg/controller/backup_controller.go, pkg/backup/actions/csi/pvc_action.go). Schedules are not played,
 * and files of pods are not saved.
 */
public final class VeleroBackups implements Rule {

    private static final Duration TAKES = Duration.ofSeconds(60);
    private static final Duration KEPT = Duration.ofDays(30);

    /** As in Schedule.TimestampedName. */
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode location : world.objects().list(Kinds.BACKUP_LOCATION)) {
            if (Json.text(location, "status", "phase").isEmpty()) {
                world.objects()
                        .update(
                                Objects.key(Kinds.BACKUP_LOCATION, location),
                                object -> Json.within(object, "status").put("phase", "Available"));
            }
        }
        for (ObjectNode backup : world.objects().list(Kinds.VELERO_BACKUP)) {
            var phase = Json.text(backup, "status", "phase");
            var timer = "velero/" + Json.text(backup, "metadata", "uid");
            if (phase.isEmpty() || phase.equals("New")) {
                begin(world, backup, now);
            } else if (phase.equals("InProgress") && world.timers().passed(timer, TAKES, now)) {
                world.timers().clear(timer);
                save(world, backup, now);
            }
        }
    }

    /** Empties the store, with all that shows what was in it. */
    public static void forget(World world) {
        VeleroVault.forget(world);
        world.objects()
                .list(Kinds.DATA_UPLOAD)
                .forEach(upload -> world.objects().remove(Objects.key(Kinds.DATA_UPLOAD, upload)));
        world.objects()
                .list(Kinds.VELERO_BACKUP)
                .forEach(backup -> world.objects().remove(Objects.key(Kinds.VELERO_BACKUP, backup)));
    }

    /** @param at of the backup that the Schedule made */
    public static void scheduled(World world, ObjectNode schedule, Instant at) {
        var name = Json.text(schedule, "metadata", "name");
        var backup = Json.of("{'metadata': {'labels': {'velero.io/schedule-name': '%s'}}}", name);
        backup.set("spec", Json.at(schedule, "spec", "template").deepCopy());
        var made = world.objects()
                .create(
                        Kinds.VELERO_BACKUP.key(
                                Json.text(schedule, "metadata", "namespace"), name + "-" + NAME.format(at)),
                        backup,
                        at);
        begin(world, made, at);
        save(world, made, at);
    }

    private static void begin(World world, ObjectNode backup, Instant now) {
        world.objects().update(Objects.key(Kinds.VELERO_BACKUP, backup), object -> {
            if (Json.text(object, "spec", "storageLocation").isEmpty()) {
                Json.within(object, "spec").put("storageLocation", "default");
            }
            Json.within(object, "status")
                    .put("phase", "InProgress")
                    .put("startTimestamp", Json.time(now))
                    .put("expiration", Json.time(now.plus(KEPT)));
        });
    }

    private static void save(World world, ObjectNode backup, Instant now) {
        for (ObjectNode claim : world.objects().list(Kinds.CLAIM)) {
            var namespace = Json.text(claim, "metadata", "namespace");
            if (includes(backup, namespace)) {
                Attachments.volume(world, namespace, Json.text(claim, "metadata", "name"))
                        .flatMap(volume -> VolumeData.of(world, volume))
                        .ifPresent(data -> upload(world, backup, claim, data, now));
            }
        }
        world.objects()
                .update(
                        Objects.key(Kinds.VELERO_BACKUP, backup),
                        object -> Json.within(object, "status")
                                .put("phase", "Completed")
                                .put("completionTimestamp", Json.time(now)));
    }

    private static boolean includes(JsonNode backup, String namespace) {
        var included = Json.at(backup, "spec", "includedNamespaces");
        return !lists(Json.at(backup, "spec", "excludedNamespaces"), namespace)
                && (included.isEmpty() || lists(included, "*") || lists(included, namespace));
    }

    private static boolean lists(JsonNode names, String name) {
        for (JsonNode one : names) {
            if (name.equals(one.asText())) {
                return true;
            }
        }
        return false;
    }

    private static void upload(World world, ObjectNode backup, ObjectNode claim, VolumeData data, Instant now) {
        var backupName = Json.text(backup, "metadata", "name");
        var name =
                backupName + "-" + world.seed().hex("upload/" + world.objects().version(), 5);
        var upload = Json.of(
                """
                {'metadata': {'labels': {'velero.io/backup-name': '%1$s'}},
                 'spec': {'snapshotType': 'CSI', 'sourceNamespace': '%2$s', 'sourcePVC': '%3$s',
                          'backupStorageLocation': 'default',
                          'csiSnapshot': {'volumeSnapshot': 'velero-%3$s-%4$s', 'storageClass': '%5$s'}},
                 'status': {'phase': 'Completed', 'snapshotID': '%4$s',
                            'progress': {'totalBytes': %6$d, 'bytesDone': %6$d}}}""",
                backupName,
                Json.text(claim, "metadata", "namespace"),
                Json.text(claim, "metadata", "name"),
                world.seed().hex("snapshot/" + name, 5),
                Json.text(claim, "spec", "storageClassName"),
                data.bytes());
        world.objects().create(Kinds.DATA_UPLOAD.key(Json.text(backup, "metadata", "namespace"), name), upload, now);
        new VeleroVault(world, name).save(claim, data);
    }
}
