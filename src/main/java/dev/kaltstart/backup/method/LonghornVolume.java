package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Failure;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The new volume that a backup is restored into, and its PersistentVolume, as Longhorn itself would make them (src:
 * longhorn/longhorn-manager:datastore/kubernetes.go, NewPVManifestForVolume; webhook/resources/volume/mutator.go).
 *
 * @param url of the backup
 * @param size in bytes
 * @param claim as it is now; null when there is none
 * @param type the StorageClass of the claim; null when the cluster does not have it
 */
record LonghornVolume(
        String name,
        String url,
        String size,
        LostClaim lost,
        @Nullable PersistentVolumeClaim claim,
        @Nullable StorageClass type) {

    static final String DRIVER = "driver.longhorn.io";

    /** The uid of the claim that the approved plan deletes; blank when there was none. */
    private static final String REPLACES = "kaltstart.dev/replaces-claim";

    private static final String DEFAULT_CLASS = "longhorn";

    static LonghornVolume of(KubernetesClient client, String name, String url, String size, LostClaim lost) {
        PersistentVolumeClaim claim = VolumeBinding.claim(client, lost);
        String type = className(claim);
        return new LonghornVolume(
                name,
                url,
                size,
                lost,
                claim,
                client.storage().v1().storageClasses().withName(type).get());
    }

    static String className(@Nullable PersistentVolumeClaim claim) {
        String name = claim == null ? null : claim.getSpec().getStorageClassName();
        return name == null || name.isEmpty() ? DEFAULT_CLASS : name;
    }

    private String parameter(String key, String otherwise) {
        Map<String, String> parameters =
                type == null ? Map.of() : Objects.requireNonNullElse(type.getParameters(), Map.of());
        return parameters.getOrDefault(key, otherwise);
    }

    /** The secrets of an encrypted volume are named by its class in ways that a static volume does not share. */
    void requireNotEncrypted() {
        if (Boolean.parseBoolean(parameter("encrypted", "false"))) {
            throw new Failure.NeedsHuman(
                    "VOLUME_ENCRYPTED",
                    lost.label() + ": its StorageClass encrypts volumes, and Kaltstart does not restore encrypted ones:"
                            + " restore the backup in the user interface of Longhorn, or choose another restore point");
        }
    }

    /** @param namespace of Longhorn */
    GenericKubernetesResource object(String namespace) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("fromBackup", url);
        spec.put("size", size);
        spec.put("frontend", "blockdev");
        spec.put("accessMode", longhornMode());
        spec.put("dataEngine", parameter("dataEngine", "v1"));
        String replicas = parameter("numberOfReplicas", "");
        if (replicas.matches("[1-9]\\d?")) {
            spec.put("numberOfReplicas", Integer.parseInt(replicas));
        }
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("longhorn.io/v1beta2")
                .withKind(ObjectKind.LONGHORN_VOLUME.kind())
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                .addToAnnotations(
                        REPLACES, claim == null ? "" : claim.getMetadata().getUid())
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .build();
    }

    /** @param restored what {@link #object} has become */
    void bind(KubernetesClient client, GenericKubernetesResource restored) {
        if (claim != null && !name.equals(claim.getSpec().getVolumeName()) && !replaces(restored, claim)) {
            throw new Failure.NeedsHuman(
                    "CLAIM_CHANGED",
                    lost.label() + " was made again during the restore, and the approved plan does not delete the new"
                            + " claim. Delete it if its data is worth nothing, then retry: kubectl -n "
                            + lost.namespace() + " delete pvc " + lost.name());
        }
        PersistentVolume there = client.persistentVolumes().withName(name).get();
        new VolumeBinding(client)
                .bind(there == null ? client.resource(persistent()).create() : there, lost);
    }

    private static boolean replaces(GenericKubernetesResource restored, PersistentVolumeClaim present) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(restored.getMetadata().getAnnotations(), Map.of());
        return present.getMetadata().getUid().equals(annotations.get(REPLACES));
    }

    private List<String> modes() {
        List<String> modes = claim == null ? List.of() : claim.getSpec().getAccessModes();
        return modes == null || modes.isEmpty() ? List.of("ReadWriteOnce") : modes;
    }

    private String longhornMode() {
        return modes().contains("ReadWriteMany") ? "rwx" : modes().contains("ReadWriteOncePod") ? "rwop" : "rwo";
    }

    /** Kept when its claim goes, until the restored data is protected. */
    PersistentVolume persistent() {
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                .endMetadata()
                .withNewSpec()
                .addToCapacity("storage", new Quantity(size))
                .withAccessModes(modes())
                .withVolumeMode(claim == null ? null : claim.getSpec().getVolumeMode())
                .withPersistentVolumeReclaimPolicy("Retain")
                .withStorageClassName(className(claim))
                .withNewClaimRef()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(lost.namespace())
                .withName(lost.name())
                .endClaimRef()
                .withNewCsi()
                .withDriver(DRIVER)
                .withVolumeHandle(name)
                .withFsType(parameter("fsType", parameter("csi.storage.k8s.io/fstype", "ext4")))
                .withVolumeAttributes(Map.of(
                        "numberOfReplicas", parameter("numberOfReplicas", "3"),
                        "staleReplicaTimeout", parameter("staleReplicaTimeout", "30")))
                .endCsi()
                .endSpec()
                .build();
    }
}
