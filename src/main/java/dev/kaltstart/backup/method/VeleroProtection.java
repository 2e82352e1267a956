package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A first new backup of the namespace, with the settings of the Schedule that made the one restored from. Without the label
 * of the Schedule: a Restore of the Schedule's newest backup would take this narrow one (src: vmware-tanzu/velero:
 * pkg/controller/restore_controller.go, mostRecentCompletedBackup). The claims of a namespace share it.
 */
record VeleroProtection(KubernetesClient client, VeleroRestore restore) {

    private static final String SCHEDULE = "velero.io/schedule-name";

    String name() {
        return ObjectNames.of(
                restore.recovery(), restore.point().backup(), restore.claim().namespace());
    }

    void begin() {
        if (find(name()) != null) {
            return;
        }
        @Nullable GenericKubernetesResource former = find(restore.point().backup());
        if (former == null) {
            throw new Failure.NeedsHuman(
                    "BACKUP_GONE",
                    "the backup " + restore.point().backup() + " of Velero is gone, and with it the settings for a new"
                            + " one. " + byHand(null));
        }
        ObjectKind.VELERO_BACKUP
                .in(client)
                .inNamespace(restore.point().namespace())
                .resource(backup(former))
                .create();
    }

    private GenericKubernetesResource backup(GenericKubernetesResource former) {
        String schedule = schedule(former);
        @Nullable
        GenericKubernetesResource found =
                schedule.isEmpty() ? null : ObjectKind.VELERO_SCHEDULE.find(client, namespace(), schedule);
        Object settings = found == null ? former.get("spec") : found.get("spec", "template");
        var spec = new LinkedHashMap<String, Object>();
        if (settings instanceof Map<?, ?> map) {
            map.forEach((key, value) -> spec.put(String.valueOf(key), value));
        }
        spec.remove("excludedNamespaces");
        spec.put("includedNamespaces", List.of(restore.claim().namespace()));
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("velero.io/v1")
                .withKind(ObjectKind.VELERO_BACKUP.kind())
                .withNewMetadata()
                .withNamespace(namespace())
                .withName(name())
                .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .build();
    }

    /** A backup that someone makes after Kaltstart's own counts as well. */
    Check state() {
        String label = restore.claim().label();
        @Nullable GenericKubernetesResource own = find(name());
        if (own == null) {
            return Check.notYet(label + ": the first new backup has not started");
        }
        Instant since = Moments.parse(
                        Objects.requireNonNullElse(own.getMetadata().getCreationTimestamp(), ""))
                .orElse(Instant.EPOCH);
        boolean saved = ObjectKind.VELERO_BACKUP.list(client, namespace()).stream()
                .map(VeleroBackup::new)
                .filter(VeleroBackup::finished)
                .filter(backup ->
                        backup.started().filter(start -> !start.isBefore(since)).isPresent())
                .anyMatch(backup -> backup.volume(client, restore.claim()).isPresent());
        if (saved) {
            return Check.met(label + ": Velero has made a first new backup of the volume");
        }
        return switch (new VeleroBackup(own).phase()) {
            case "Completed" ->
                throw new Failure.NeedsHuman(
                        "BACKUP_WITHOUT_VOLUME",
                        label + ": the new backup " + name()
                                + " of Velero is Completed without this volume: Velero saves"
                                + " the files of running pods only. " + byHand(own));
            case "Failed", "PartiallyFailed", "FailedValidation" ->
                throw new Failure.NeedsHuman(
                        "BACKUP_FAILED",
                        label + ": the new backup " + name() + " of Velero has failed. See why: velero -n "
                                + namespace() + " backup describe " + name() + " --details. " + byHand(own));
            default -> Check.notYet(label + ": Velero makes a first new backup");
        };
    }

    private String byHand(@Nullable GenericKubernetesResource own) {
        return "Mend that and make another backup, then retry: velero -n " + namespace() + " backup create "
                + (own == null ? name() : name() + "-2") + " --include-namespaces "
                + restore.claim().namespace();
    }

    private String namespace() {
        return restore.point().namespace();
    }

    private static String schedule(GenericKubernetesResource backup) {
        Map<String, String> labels =
                Objects.requireNonNullElse(backup.getMetadata().getLabels(), Map.of());
        return labels.getOrDefault(SCHEDULE, "");
    }

    private @Nullable GenericKubernetesResource find(String name) {
        return ObjectKind.VELERO_BACKUP.find(client, namespace(), name);
    }
}
