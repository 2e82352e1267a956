package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Velero says about a Restore. Velero calls one Completed that has skipped everything (src: vmware-tanzu/velero:
 * pkg/controller/restore_controller.go): only a completed transfer of the volume counts.
 */
record VeleroReport(KubernetesClient client, VeleroRestore restore, GenericKubernetesResource object) {

    private static final int LINE = 500;

    Check state() {
        String label = restore.claim().label();
        List<GenericKubernetesResource> transfers = restore.transfers(client);
        return switch (text(object, "status", "phase")) {
            case "Completed" -> completed(label, transfers);
            case "Failed", "PartiallyFailed", "FailedValidation" ->
                throw new Failure.NeedsHuman(
                        "RESTORE_FAILED", label + ": Velero calls the restore " + reasons(transfers) + ". " + again());
            default -> running(label, transfers);
        };
    }

    private Check completed(String label, List<GenericKubernetesResource> transfers) {
        long done = transfers.stream()
                .filter(transfer -> text(transfer, "status", "phase").equals("Completed"))
                .count();
        if (done == 0) {
            throw new Failure.NeedsHuman(
                    "NOTHING_RESTORED",
                    label + ": Velero calls the restore Completed, but has restored no data of this volume: something"
                            + " made the claim or its pod again first, or the backup does not have the volume. "
                            + again());
        }
        @Nullable PersistentVolumeClaim claim = VolumeBinding.claim(client, restore.claim());
        return claim != null
                        && claim.getStatus() != null
                        && "Bound".equals(claim.getStatus().getPhase())
                ? Check.met(label + ": Velero has restored the volume from the backup "
                        + restore.point().backup())
                : Check.notYet(label + ": Velero has restored the data, but the claim is not bound yet");
    }

    private Check running(String label, List<GenericKubernetesResource> transfers) {
        @Nullable PersistentVolumeClaim claim = VolumeBinding.claim(client, restore.claim());
        String type = claim == null ? null : claim.getSpec().getStorageClassName();
        if (type != null
                && !type.isEmpty()
                && client.storage().v1().storageClasses().withName(type).get() == null) {
            throw new Failure.NeedsHuman(
                    "STORAGE_CLASS_GONE",
                    label + ": the backup wants the StorageClass " + type
                            + ", which this cluster does not have. Make the"
                            + " class, or map it to another one with Velero's change-storage-class ConfigMap. "
                            + again());
        }
        return transfers.stream()
                .map(transfer -> transfer.<Object>get("status", "progress"))
                .filter(java.util.Map.class::isInstance)
                .map(progress -> (java.util.Map<?, ?>) progress)
                .filter(progress -> progress.get("bytesDone") instanceof Number
                        && progress.get("totalBytes") instanceof Number total
                        && total.longValue() > 0)
                .findFirst()
                .map(progress -> Check.notYet(
                        label + ": Velero restores, " + progress.get("bytesDone") + " of " + progress.get("totalBytes")
                                + " bytes",
                        Math.min(
                                1,
                                ((Number) Objects.requireNonNull(progress.get("bytesDone"))).doubleValue()
                                        / ((Number) Objects.requireNonNull(progress.get("totalBytes"))).doubleValue())))
                .orElseGet(() -> Check.notYet(label + ": Velero restores"));
    }

    private String again() {
        String velero = "-n " + restore.point().namespace() + " ";
        return "See why: velero " + velero + "restore describe " + restore.name()
                + " --details. To try again, delete the Restore, then retry: kubectl " + velero
                + "delete restores.velero.io " + restore.name();
    }

    private String reasons(List<GenericKubernetesResource> transfers) {
        Stream<String> errors = object.<Object>get("status", "validationErrors") instanceof List<?> list
                ? list.stream().map(String::valueOf)
                : Stream.empty();
        String reasons = Stream.of(
                        errors,
                        Stream.of(text(object, "status", "failureReason")),
                        transfers.stream().map(transfer -> text(transfer, "status", "message")))
                .flatMap(some -> some)
                .filter(reason -> !reason.isBlank())
                .limit(5)
                .collect(Collectors.joining("; "));
        return text(object, "status", "phase")
                + (reasons.isEmpty() ? "" : ": " + (reasons.length() > LINE ? reasons.substring(0, LINE) : reasons));
    }

    private static String text(GenericKubernetesResource from, Object... path) {
        return from.<Object>get(path) instanceof String text ? text : "";
    }
}
