package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A first backup of the restored volume: a Snapshot, and a Backup of it, which waits for the Snapshot by itself (src:
 * longhorn/longhorn-manager:webhook/resources/backup, controller/backup_controller.go). Longhorn attaches the volume for that.
 */
record LonghornProtection(KubernetesClient client, String namespace, String volume, String label) {

    /** @param restored the volume, for its backup target */
    void begin(GenericKubernetesResource restored) {
        create(ObjectKind.LONGHORN_SNAPSHOT, Map.of(), Map.of("volume", volume, "createSnapshot", true));
        create(
                ObjectKind.LONGHORN_BACKUP,
                Map.of("backup-volume", volume, "backup-target", target(restored)),
                Map.of("snapshotName", name()));
    }

    private static String target(GenericKubernetesResource restored) {
        return restored.<Object>get("spec", "backupTargetName") instanceof String name && !name.isEmpty()
                ? name
                : "default";
    }

    private void create(ObjectKind kind, Map<String, String> labels, Map<String, Object> spec) {
        if (kind.find(client, namespace, name()) == null) {
            kind.in(client)
                    .inNamespace(namespace)
                    .resource(new GenericKubernetesResourceBuilder()
                            .withApiVersion("longhorn.io/v1beta2")
                            .withKind(kind.kind())
                            .withNewMetadata()
                            .withNamespace(namespace)
                            .withName(name())
                            .addToLabels(labels)
                            .endMetadata()
                            .addToAdditionalProperties("spec", spec)
                            .build())
                    .create();
        }
    }

    /** Any other backup of the volume counts as well: all are younger than the restore. */
    Check state() {
        @Nullable GenericKubernetesResource own = ObjectKind.LONGHORN_BACKUP.find(client, namespace, name());
        if (own == null) {
            return Check.notYet(label + ": the first new backup has not started");
        }
        boolean saved = ObjectKind.LONGHORN_BACKUP.list(client, namespace).stream()
                .map(LonghornBackup::new)
                .anyMatch(backup -> backup.state().equals("Completed") && backup.ofVolume(volume));
        if (saved) {
            return Check.met(label
                    + ": Longhorn has made a first new backup of the volume. Check that a recurring job saves"
                    + " the new volume from now on: kubectl -n " + namespace + " get volumes.longhorn.io " + volume
                    + " --show-labels");
        }
        if (new LonghornBackup(own).state().equals("Error")) {
            throw new Failure.NeedsHuman(
                    "BACKUP_FAILED",
                    label + ": the new backup of Longhorn has failed: "
                            + new LonghornBackup(own).text("error")
                            + ". Mend the cause, delete the backup, then retry: kubectl -n " + namespace
                            + " delete backups.longhorn.io/" + name() + " snapshots.longhorn.io/" + name());
        }
        return Check.notYet(label + ": Longhorn makes a first new backup");
    }

    private String name() {
        return volume + "-first";
    }
}
