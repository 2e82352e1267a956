package dev.kaltstart.backup.method;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a claim has now, which another volume takes the place of. Its volume is kept: only a pod that mounts the other one shows
 * whether the NAS still has the data.
 *
 * @param volume null when the claim has none, or when it is gone
 */
record PresentVolume(PersistentVolumeClaim claim, @Nullable PersistentVolume volume) {

    static Optional<PresentVolume> of(KubernetesClient client, @Nullable PersistentVolumeClaim claim) {
        if (claim == null) {
            return Optional.empty();
        }
        String name = claim.getSpec().getVolumeName();
        return Optional.of(new PresentVolume(
                claim,
                name == null || name.isEmpty()
                        ? null
                        : client.persistentVolumes().withName(name).get()));
    }

    /** Blank when there is none. */
    String name() {
        return Objects.requireNonNullElse(claim.getSpec().getVolumeName(), "");
    }

    void plan(List<String> requests, List<String> effects) {
        var metadata = claim.getMetadata();
        if (volume != null && !isKept(volume)) {
            requests.add("kubectl patch pv " + volume.getMetadata().getName()
                    + " --type=merge -p '{\"spec\":{\"persistentVolumeReclaimPolicy\":\"Retain\"}}' # uid "
                    + volume.getMetadata().getUid());
        }
        requests.add("kubectl -n " + metadata.getNamespace() + " delete pvc " + metadata.getName() + " # uid "
                + metadata.getUid());
        effects.add("deleted: the claim " + metadata.getNamespace() + "/" + metadata.getName() + ", made at "
                + metadata.getCreationTimestamp()
                + (volume == null
                        ? ""
                        : "; its present volume " + volume.getMetadata().getName()
                                + " and what was written to it stay, as Released"));
    }

    void keep(KubernetesClient client) {
        if (volume != null && !isKept(volume)) {
            client.persistentVolumes().withName(volume.getMetadata().getName()).edit(kept -> {
                kept.getSpec().setPersistentVolumeReclaimPolicy(StaticVolume.RETAIN);
                return kept;
            });
        }
    }

    private static boolean isKept(PersistentVolume volume) {
        return StaticVolume.RETAIN.equals(volume.getSpec().getPersistentVolumeReclaimPolicy());
    }
}
