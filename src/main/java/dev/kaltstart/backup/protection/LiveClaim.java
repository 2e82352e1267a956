package dev.kaltstart.backup.protection;

import dev.kaltstart.cluster.DataSystem;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A claim of the live cluster.
 *
 * @param handle of its volume in the storage; blank when unknown
 */
record LiveClaim(
        String namespace,
        String name,
        String uid,
        String volume,
        String handle,
        String size,
        @Nullable DataSystem storage,
        Map<String, String> labels) {

    static LiveClaim of(PersistentVolumeClaim claim, @Nullable PersistentVolume volume) {
        var metadata = claim.getMetadata();
        return new LiveClaim(
                text(metadata.getNamespace()),
                text(metadata.getName()),
                text(metadata.getUid()),
                text(claim.getSpec().getVolumeName()),
                handle(volume),
                size(claim),
                storage(volume),
                metadata.getLabels() == null ? Map.of() : metadata.getLabels());
    }

    private static String handle(@Nullable PersistentVolume volume) {
        return volume == null || volume.getSpec().getCsi() == null
                ? ""
                : text(volume.getSpec().getCsi().getVolumeHandle());
    }

    private static @Nullable DataSystem storage(@Nullable PersistentVolume volume) {
        if (volume == null) {
            return null;
        }
        var spec = volume.getSpec();
        if (spec.getCsi() != null) {
            var system = DataSystem.ofDriver(text(spec.getCsi().getDriver()));
            // what only one node can mount is not outside of the cluster
            return system.place() == DataSystem.Place.OUTSIDE && spec.getNodeAffinity() != null
                    ? DataSystem.LOCAL_VOLUMES
                    : system;
        }
        if (spec.getNfs() != null) {
            return DataSystem.NFS;
        }
        return spec.getHostPath() != null || spec.getLocal() != null ? DataSystem.LOCAL_VOLUMES : null;
    }

    private static String size(PersistentVolumeClaim claim) {
        var capacity = claim.getStatus() == null ? null : claim.getStatus().getCapacity();
        Quantity size = capacity == null ? null : capacity.get("storage");
        return size == null ? "" : size.toString();
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    static Map<String, LiveClaim> byId(List<LiveClaim> claims) {
        return claims.stream().collect(Collectors.toMap(LiveClaim::id, Function.identity(), (one, same) -> one));
    }

    String id() {
        return namespace + "/" + name;
    }

    String label(String key) {
        return labels.getOrDefault(key, "");
    }
}
