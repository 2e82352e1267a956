package dev.kaltstart.storage;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A claim in the saved state of the cluster.
 *
 * @param volume blank when no volume was bound to the claim
 * @param volumeUid blank, too, when the volume did not exist
 */
public record Claim(
        String namespace, String name, String uid, String phase, String volume, String volumeUid, String policy) {

    static Claim of(PersistentVolumeClaim claim, @Nullable PersistentVolume volume) {
        return new Claim(
                claim.getMetadata().getNamespace(),
                claim.getMetadata().getName(),
                text(claim.getMetadata().getUid()),
                claim.getStatus() == null ? "" : text(claim.getStatus().getPhase()),
                text(claim.getSpec().getVolumeName()),
                volume == null ? "" : text(volume.getMetadata().getUid()),
                volume == null ? "" : text(volume.getSpec().getPersistentVolumeReclaimPolicy()));
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    public String label() {
        return namespace + "/" + name;
    }
}
