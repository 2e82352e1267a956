package dev.kaltstart.backup.ledger;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.kaltstart.cluster.DataSystem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/**
 * A volume with what is needed to bind it again. Without any secret, and without the uid of its claim.
 *
 * @param name of the PersistentVolume
 * @param driver of CSI; {@link #NFS} for the NFS of Kubernetes itself; blank for a volume of another kind
 * @param handle by which the driver knows the volume; server and path of NFS; blank for a volume of another kind
 * @param attributes that the driver needs to mount the volume
 * @param secrets that the driver reads, as namespace/name, by the field of the volume that names them
 * @param leftOut names of attributes and mount options that are not recorded
 * @param size as Kubernetes writes it
 * @param fsType blank when it is not set
 * @param provisionedBy the annotation of who made the volume; null for one that a person made
 * @param tiedToNode only some nodes can mount it
 * @param owner the Kustomization that applies the claim, as namespace/name; null when unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@NamedInterface("ledger")
public record BoundVolume(
        String name,
        String driver,
        String handle,
        Map<String, String> attributes,
        Map<String, String> secrets,
        List<String> leftOut,
        String size,
        String storageClass,
        List<String> accessModes,
        String volumeMode,
        String fsType,
        boolean readOnly,
        List<String> mountOptions,
        String reclaimPolicy,
        @Nullable String provisionedBy,
        boolean tiedToNode,
        @Nullable String owner) {

    public static final String NFS = "nfs";

    public BoundVolume {
        attributes = Map.copyOf(attributes);
        secrets = Map.copyOf(secrets);
        leftOut = List.copyOf(leftOut);
        accessModes = List.copyOf(accessModes);
        mountOptions = List.copyOf(mountOptions);
    }

    public DataSystem system() {
        return DataSystem.ofDriver(driver);
    }
}
