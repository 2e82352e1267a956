package dev.kaltstart.backup.method;

import dev.kaltstart.backup.ledger.BoundVolume;
import dev.kaltstart.backup.ledger.LedgerEntry;
import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSource;
import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.NFSVolumeSource;
import io.fabric8.kubernetes.api.model.NFSVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A recorded volume as the PersistentVolume that brings it back, under its former name: what Flux applies under that name is
 * the same object then. It is kept when its claim goes, and reserved for the claim without a uid, so that a claim that is made
 * again is bound to it (src: kubernetes/kubernetes:pkg/controller/volume/persistentvolume/pv_controller.go).
 */
record StaticVolume(LedgerEntry entry) {

    static final String RETAIN = "Retain";

    private static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

    /** Of democratic-csi, which has drivers for the disks of a node as well (src: democratic-csi:src/driver/index.js). */
    private static final Set<String> OVER_THE_NETWORK = Set.of("nfs", "smb", "iscsi", "nvmeof");

    String name() {
        return volume().name();
    }

    BoundVolume volume() {
        return entry.volume();
    }

    /** Its data is on a NAS, and enough is recorded to mount it again. */
    boolean isOnNas() {
        boolean complete = !volume().tiedToNode()
                && !volume().handle().isEmpty()
                && !volume().size().isEmpty();
        return complete
                && switch (volume().system()) {
                    case DEMOCRATIC_CSI ->
                        OVER_THE_NETWORK.contains(volume().attributes().getOrDefault("node_attach_driver", ""));
                    case SYNOLOGY -> true;
                    case NFS -> volume().attributes().keySet().containsAll(Set.of("server", "share"));
                    default -> false;
                };
    }

    /** Why it must not be made; empty when nothing is in the way. */
    Optional<String> conflict(List<PersistentVolume> present) {
        return present.stream().flatMap(other -> conflict(other).stream()).findFirst();
    }

    private Optional<String> conflict(PersistentVolume other) {
        String label = other.getMetadata().getName() + claim(other);
        if (other.getMetadata().getName().equals(name())) {
            return !sameData(other)
                    ? Optional.of("there is another volume of its name, " + label)
                    : isForTheClaim(other)
                            ? Optional.empty()
                            : Optional.of("its data is already mounted by the volume " + label);
        }
        return sameData(other) && !mayBeShared()
                ? Optional.of("its data is already mounted by the volume " + label)
                : Optional.empty();
    }

    private static String claim(PersistentVolume volume) {
        var reference = volume.getSpec().getClaimRef();
        return reference == null ? "" : ", of the claim " + reference.getNamespace() + "/" + reference.getName();
    }

    private boolean isForTheClaim(PersistentVolume other) {
        var reference = other.getSpec().getClaimRef();
        return reference == null
                || (entry.namespace().equals(reference.getNamespace())
                        && entry.claim().equals(reference.getName()));
    }

    /** Of CSI, one handle is one volume. Directories of Kubernetes' own NFS are often mounted by several. */
    private boolean mayBeShared() {
        return volume().driver().equals(BoundVolume.NFS)
                && volume().accessModes().stream().anyMatch(mode -> mode.endsWith("Many"));
    }

    boolean sameData(PersistentVolume other) {
        @Nullable CSIPersistentVolumeSource csi = other.getSpec().getCsi();
        @Nullable NFSVolumeSource nfs = other.getSpec().getNfs();
        if (csi != null) {
            return volume().driver().equals(csi.getDriver())
                    && volume().handle().equals(csi.getVolumeHandle());
        }
        return nfs != null
                && volume().driver().equals(BoundVolume.NFS)
                && volume().handle().equals(nfs.getServer() + ":" + nfs.getPath());
    }

    PersistentVolume object() {
        boolean nfs = volume().driver().equals(BoundVolume.NFS);
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name())
                .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                .withAnnotations(
                        volume().provisionedBy() == null ? Map.of() : Map.of(PROVISIONED_BY, volume().provisionedBy()))
                .endMetadata()
                .withNewSpec()
                .addToCapacity("storage", new Quantity(volume().size()))
                .withAccessModes(volume().accessModes())
                .withVolumeMode(orNull(volume().volumeMode()))
                .withPersistentVolumeReclaimPolicy(RETAIN)
                .withStorageClassName(volume().storageClass())
                .withMountOptions(volume().mountOptions())
                .withNewClaimRef()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(entry.namespace())
                .withName(entry.claim())
                .endClaimRef()
                .withNfs(nfs ? nfs() : null)
                .withCsi(nfs ? null : csi())
                .endSpec()
                .build();
    }

    private NFSVolumeSource nfs() {
        return new NFSVolumeSourceBuilder()
                .withServer(volume().attributes().get("server"))
                .withPath(volume().attributes().get("share"))
                .withReadOnly(volume().readOnly() ? true : null)
                .build();
    }

    private CSIPersistentVolumeSource csi() {
        return new CSIPersistentVolumeSourceBuilder()
                .withDriver(volume().driver())
                .withVolumeHandle(volume().handle())
                .withFsType(orNull(volume().fsType()))
                .withReadOnly(volume().readOnly() ? true : null)
                .withVolumeAttributes(volume().attributes())
                .withControllerExpandSecretRef(secret("controllerExpandSecretRef"))
                .withControllerPublishSecretRef(secret("controllerPublishSecretRef"))
                .withNodeExpandSecretRef(secret("nodeExpandSecretRef"))
                .withNodePublishSecretRef(secret("nodePublishSecretRef"))
                .withNodeStageSecretRef(secret("nodeStageSecretRef"))
                .build();
    }

    private @Nullable SecretReference secret(String field) {
        String name = volume().secrets().get(field);
        if (name == null) {
            return null;
        }
        int slash = name.indexOf('/');
        return new SecretReference(name.substring(slash + 1), name.substring(0, slash));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
