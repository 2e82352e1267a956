package dev.kaltstart.twin.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Attachments;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.store.Selector;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Velero makes the selected claims again and downloads their data; a claim that exists is skipped, and the Restore is
 * Completed all the same (src: vmware-tanzu/velero:pkg/restore/restore.go, pkg/controller/restore_controller.go,
 * pkg/restore/actions/csi/pvc_action.go). A Restore runs once.
 */
final class VeleroRestores implements Rule {

    private static final Duration STARTS = Duration.ofSeconds(10);
    private static final Duration DOWNLOADS = Duration.ofSeconds(90);

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode restore : world.objects().list(Kinds.VELERO_RESTORE)) {
            var timer = "velero/" + Json.text(restore, "metadata", "uid");
            switch (Json.text(restore, "status", "phase")) {
                case "", "New" -> validate(world, restore, now);
                case "InProgress" -> {
                    if (world.timers().passed(timer, STARTS, now)) {
                        world.timers().clear(timer);
                        make(world, restore, now);
                    }
                }
                case "WaitingForPluginOperations" -> await(world, restore, now);
                default -> {}
            }
        }
        world.objects().list(Kinds.DATA_DOWNLOAD).forEach(download -> download(world, download, now));
    }

    private static void validate(World world, ObjectNode restore, Instant now) {
        var backup = world.objects()
                .find(Kinds.VELERO_BACKUP.key(
                        Json.text(restore, "metadata", "namespace"), Json.text(restore, "spec", "backupName")));
        var location = backup.flatMap(found -> world.objects()
                .find(Kinds.BACKUP_LOCATION.key(
                        Json.text(restore, "metadata", "namespace"), Json.text(found, "spec", "storageLocation"))));
        var available = location.filter(found -> "Available".equals(Json.text(found, "status", "phase")))
                .isPresent();
        world.objects().update(Objects.key(Kinds.VELERO_RESTORE, restore), object -> {
            var status = Json.within(object, "status");
            if (available) {
                status.put("phase", "InProgress").put("startTimestamp", Json.time(now));
            } else {
                status.put("phase", "FailedValidation")
                        .putArray("validationErrors")
                        .add(
                                backup.isEmpty()
                                        ? "Error retrieving backup: can't find backup"
                                        : "The BSL is unavailable, cannot retrieve the backup");
            }
        });
    }

    private static void make(World world, ObjectNode restore, Instant now) {
        var made = uploads(world, restore).stream()
                .filter(upload -> selected(world, restore, upload))
                .filter(upload -> claim(world, restore, upload, now))
                .toList();
        made.forEach(upload -> begin(world, restore, upload, now));
        phase(world, restore, made.isEmpty() ? "Completed" : "WaitingForPluginOperations", now);
    }

    private static List<ObjectNode> uploads(World world, ObjectNode restore) {
        return world.objects().list(Kinds.DATA_UPLOAD, Json.text(restore, "metadata", "namespace")).stream()
                .filter(upload -> Json.text(restore, "spec", "backupName")
                        .equals(Json.text(upload, "metadata", "labels", "velero.io/backup-name")))
                .toList();
    }

    /** By the labels of the claim in the backup: those that it had, and the name of its snapshot. */
    private static boolean selected(World world, ObjectNode restore, ObjectNode upload) {
        var claim = new VeleroVault(world, Json.text(upload, "metadata", "name"))
                .claim()
                .<JsonNode>map(JsonNode::deepCopy)
                .orElseGet(Json::object);
        Json.within((ObjectNode) claim, "metadata", "labels")
                .put("velero.io/volume-snapshot-name", Json.text(upload, "spec", "csiSnapshot", "volumeSnapshot"));
        var selector = Json.at(restore, "spec", "labelSelector");
        var namespaces = Json.at(restore, "spec", "includedNamespaces");
        return (namespaces.isEmpty() || namespaces.toString().contains('"' + namespace(upload) + '"'))
                && (selector.isMissingNode() || Selector.selects(selector, claim));
    }

    private static String namespace(ObjectNode upload) {
        return Json.text(upload, "spec", "sourceNamespace");
    }

    /** @return false when the claim exists */
    private static boolean claim(World world, ObjectNode restore, ObjectNode upload, Instant now) {
        var key = Kinds.CLAIM.key(namespace(upload), Json.text(upload, "spec", "sourcePVC"));
        if (world.objects().find(key).isPresent()) {
            return false;
        }
        var claim = Json.object();
        new VeleroVault(world, Json.text(upload, "metadata", "name")).claim().ifPresent(saved -> {
            claim.set("spec", Json.at(saved, "spec").deepCopy());
            Json.within(claim, "metadata")
                    .set("labels", Json.at(saved, "metadata", "labels").deepCopy());
        });
        Json.within(claim, "spec").remove("volumeName");
        Json.within(claim, "metadata", "labels").put("velero.io/restore-name", Json.text(restore, "metadata", "name"));
        world.objects().create(key, claim, now);
        return true;
    }

    private static void begin(World world, ObjectNode restore, ObjectNode upload, Instant now) {
        var restoreName = Json.text(restore, "metadata", "name");
        var name = restoreName + "-"
                + world.seed().hex("download/" + world.objects().version(), 5);
        var download = Json.of(
                """
                {'metadata': {'labels': {'velero.io/restore-name': '%1$s'}},
                 'spec': {'targetVolume': {'namespace': '%2$s', 'pvc': '%3$s', 'pv': ''}, 'snapshotID': '%4$s'},
                 'status': {'phase': 'InProgress', 'progress': {'totalBytes': %5$d, 'bytesDone': 0}}}""",
                restoreName,
                namespace(upload),
                Json.text(upload, "spec", "sourcePVC"),
                Json.text(upload, "metadata", "name"),
                Json.at(upload, "status", "progress", "totalBytes").asLong());
        world.objects()
                .create(Kinds.DATA_DOWNLOAD.key(Json.text(restore, "metadata", "namespace"), name), download, now);
    }

    private static void download(World world, ObjectNode download, Instant now) {
        var target = Json.at(download, "spec", "targetVolume");
        var volume = Attachments.volume(world, Json.text(target, "namespace"), Json.text(target, "pvc"));
        var timer = "velero/" + Json.text(download, "metadata", "uid");
        if ("InProgress".equals(Json.text(download, "status", "phase"))
                && volume.isPresent()
                && world.timers().passed(timer, DOWNLOADS, now)) {
            world.timers().clear(timer);
            new VeleroVault(world, Json.text(download, "spec", "snapshotID"))
                    .data()
                    .ifPresent(data -> data.on(world, volume.get()));
            world.objects().update(Objects.key(Kinds.DATA_DOWNLOAD, download), object -> {
                var progress = Json.within(object, "status", "progress");
                progress.set("bytesDone", progress.path("totalBytes"));
                Json.within(object, "status").put("phase", "Completed");
            });
        }
    }

    private static void await(World world, ObjectNode restore, Instant now) {
        var name = Json.text(restore, "metadata", "name");
        var running = world.objects().list(Kinds.DATA_DOWNLOAD).stream()
                .filter(download -> name.equals(Json.text(download, "metadata", "labels", "velero.io/restore-name")))
                .anyMatch(download -> !"Completed".equals(Json.text(download, "status", "phase")));
        if (!running) {
            phase(world, restore, "Completed", now);
        }
    }

    private static void phase(World world, ObjectNode restore, String phase, Instant now) {
        world.objects().update(Objects.key(Kinds.VELERO_RESTORE, restore), object -> {
            var status = Json.within(object, "status");
            status.put("phase", phase);
            if (phase.equals("Completed")) {
                status.put("completionTimestamp", Json.time(now));
            }
        });
    }
}
