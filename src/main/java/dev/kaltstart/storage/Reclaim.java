package dev.kaltstart.storage;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets the reclaim policy of volumes. The original policy is kept in an annotation of the volume. */
final class Reclaim {

    static final String BEFORE = "kaltstart.dev/reclaim-policy-before";
    static final String HOLDER = "kaltstart.dev/retained-for";

    private static final String RETAIN = "Retain";
    private static final PatchContext AS_KALTSTART = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("kaltstart")
            .build();

    private final KubernetesClient client;
    private final String recovery;

    Reclaim(KubernetesClient client, String recovery) {
        this.client = client;
        this.recovery = recovery;
    }

    List<PersistentVolume> all() {
        return client.persistentVolumes().list().getItems();
    }

    List<PersistentVolume> ours() {
        return all().stream()
                .filter(volume ->
                        annotation(volume, HOLDER).filter(recovery::equals).isPresent())
                .toList();
    }

    static boolean bound(PersistentVolume volume) {
        return volume.getStatus() != null
                && "Bound".equals(volume.getStatus().getPhase())
                && volume.getSpec().getClaimRef() != null;
    }

    static boolean retained(PersistentVolume volume) {
        return RETAIN.equals(volume.getSpec().getPersistentVolumeReclaimPolicy());
    }

    void retain(PersistentVolume volume) {
        String before = String.valueOf(volume.getSpec().getPersistentVolumeReclaimPolicy());
        change(volume, RETAIN, Map.of(BEFORE, before, HOLDER, recovery));
    }

    void putBack(PersistentVolume volume) {
        var none = new HashMap<String, @Nullable Object>();
        none.put(BEFORE, null);
        none.put(HOLDER, null);
        change(volume, annotation(volume, BEFORE).orElse(RETAIN), none);
    }

    /** Changes only the version that was read: the recorded original policy of a newer one might be wrong. */
    private void change(PersistentVolume volume, String policy, Map<String, ? extends @Nullable Object> annotations) {
        Map<String, Object> metadata = new HashMap<>(Map.of("annotations", annotations));
        metadata.putAll(
                Collections.singletonMap("resourceVersion", volume.getMetadata().getResourceVersion()));
        client.persistentVolumes()
                .withName(volume.getMetadata().getName())
                .patch(
                        AS_KALTSTART,
                        Serialization.asJson(
                                Map.of("metadata", metadata, "spec", Map.of("persistentVolumeReclaimPolicy", policy))));
    }

    /** Whether a claim has the volume and is not being deleted: a deleted claim would take the volume along. */
    boolean claimStays(PersistentVolume volume) {
        var reference = volume.getSpec().getClaimRef();
        var claim = client.persistentVolumeClaims()
                .inNamespace(reference.getNamespace())
                .withName(reference.getName())
                .get();
        return claim != null
                && claim.getMetadata().getDeletionTimestamp() == null
                && (reference.getUid() == null
                        || reference.getUid().equals(claim.getMetadata().getUid()));
    }

    static Optional<String> annotation(PersistentVolume volume, String name) {
        return Optional.ofNullable(volume.getMetadata().getAnnotations()).map(annotations -> annotations.get(name));
    }

    static String message(PersistentVolume volume) {
        var reference = volume.getSpec().getClaimRef();
        String phase = volume.getStatus() == null
                ? ""
                : String.valueOf(volume.getStatus().getPhase());
        return volume.getMetadata().getName()
                + (reference == null ? "" : " of " + reference.getNamespace() + "/" + reference.getName())
                + (phase.isEmpty() ? "" : " (" + phase + ")");
    }
}
