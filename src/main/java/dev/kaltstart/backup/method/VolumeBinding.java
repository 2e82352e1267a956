package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Failure;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Binds a claim to a given volume. A bound claim cannot be moved: it is deleted and made again, with the volume's name. The
 * volume is reserved for it by a claimRef without uid: with the uid of the former claim it would stay Released for ever
 * (src: kubernetes/kubernetes:pkg/controller/volume/persistentvolume/pv_controller.go).
 */
public final class VolumeBinding {

    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("kaltstart")
            .build();

    private static final Pattern OF_CONTROLLERS =
            Pattern.compile("(pv|volume|volume\\.beta|kubectl)\\.kubernetes\\.io/.*");

    private final KubernetesClient client;

    public VolumeBinding(KubernetesClient client) {
        this.client = client;
    }

    public static @Nullable PersistentVolumeClaim claim(KubernetesClient client, LostClaim lost) {
        return client.persistentVolumeClaims()
                .inNamespace(lost.namespace())
                .withName(lost.name())
                .get();
    }

    static boolean bound(@Nullable PersistentVolumeClaim claim, String volume) {
        return claim != null
                && volume.equals(claim.getSpec().getVolumeName())
                && claim.getStatus() != null
                && "Bound".equals(claim.getStatus().getPhase());
    }

    /** What the deletion of the present claim takes along. */
    public static void removal(@Nullable PersistentVolumeClaim claim, List<String> requests, List<String> effects) {
        if (claim != null) {
            ObjectMeta metadata = claim.getMetadata();
            requests.add("kubectl -n " + metadata.getNamespace() + " delete pvc " + metadata.getName() + " # uid "
                    + metadata.getUid());
            effects.add("deleted: the claim " + metadata.getNamespace() + "/" + metadata.getName() + ", made at "
                    + metadata.getCreationTimestamp() + ", and all data on its present volume "
                    + Objects.requireNonNullElse(claim.getSpec().getVolumeName(), "(none)"));
        }
    }

    static List<String> requests(PersistentVolume volume, LostClaim lost) {
        return List.of(
                "kubectl patch pv " + volume.getMetadata().getName() + " --type=merge -p '"
                        + Serialization.asJson(reservation(lost)) + "' # uid "
                        + volume.getMetadata().getUid(),
                "kubectl -n " + lost.namespace() + " create -f - # PersistentVolumeClaim " + lost.name()
                        + " with volumeName " + volume.getMetadata().getName());
    }

    private static Map<String, Object> reservation(LostClaim lost) {
        var reference = new LinkedHashMap<String, @Nullable Object>();
        reference.put("apiVersion", "v1");
        reference.put("kind", "PersistentVolumeClaim");
        reference.put("namespace", lost.namespace());
        reference.put("name", lost.name());
        reference.put("uid", null);
        reference.put("resourceVersion", null);
        return Map.of("spec", Map.of("claimRef", reference));
    }

    /** Each part is done only where it is missing: a kill in between leaves the rest to the next try. */
    void bind(PersistentVolume volume, LostClaim lost) {
        String name = volume.getMetadata().getName();
        @Nullable PersistentVolumeClaim there = claim(client, lost);
        if (there != null && (!name.equals(there.getSpec().getVolumeName()) || isLost(there))) {
            reserve(volume, lost);
            remove(there);
            client.resource(remade(there, volume, lost)).create();
        } else if (there == null) {
            reserve(volume, lost);
            client.resource(remade(null, volume, lost)).create();
        }
    }

    /** It stays so for ever, even when a volume of its name comes back. */
    private static boolean isLost(PersistentVolumeClaim claim) {
        return claim.getStatus() != null && "Lost".equals(claim.getStatus().getPhase());
    }

    /** Makes a claim again, with a new and empty volume of its class. */
    public void renew(PersistentVolumeClaim former) {
        PersistentVolumeClaim fresh = new PersistentVolumeClaimBuilder(former)
                .withNewMetadata()
                .withNamespace(former.getMetadata().getNamespace())
                .withName(former.getMetadata().getName())
                .withLabels(Objects.requireNonNullElse(former.getMetadata().getLabels(), Map.of()))
                .withAnnotations(annotations(former.getMetadata()))
                .endMetadata()
                .editSpec()
                .withVolumeName(null)
                .endSpec()
                .withStatus(null)
                .build();
        remove(former);
        client.resource(fresh).create();
    }

    private void reserve(PersistentVolume volume, LostClaim lost) {
        client.persistentVolumes()
                .withName(volume.getMetadata().getName())
                .patch(MERGE, Serialization.asJson(reservation(lost)));
    }

    /** The claim is gone only when no pod uses it any more. */
    void remove(PersistentVolumeClaim former) {
        var resource = client.persistentVolumeClaims()
                .inNamespace(former.getMetadata().getNamespace())
                .withName(former.getMetadata().getName());
        resource.delete();
        try {
            resource.waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
        } catch (KubernetesClientTimeoutException e) {
            throw new Failure.NeedsHuman(
                    "CLAIM_IN_USE",
                    "the claim " + former.getMetadata().getNamespace() + "/"
                            + former.getMetadata().getName()
                            + " is deleted, but stays while a pod uses it. Find the pod, stop it, and retry: kubectl -n "
                            + former.getMetadata().getNamespace() + " describe pvc "
                            + former.getMetadata().getName());
        }
    }

    static PersistentVolumeClaim remade(
            @Nullable PersistentVolumeClaim former, PersistentVolume volume, LostClaim lost) {
        ObjectMeta metadata = former == null ? new ObjectMeta() : former.getMetadata();
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(lost.namespace())
                .withName(lost.name())
                .withLabels(Objects.requireNonNullElse(metadata.getLabels(), Map.of()))
                .withAnnotations(annotations(metadata))
                .endMetadata()
                .withNewSpec()
                .withAccessModes(volume.getSpec().getAccessModes())
                .withVolumeMode(volume.getSpec().getVolumeMode())
                .withStorageClassName(
                        Objects.requireNonNullElse(volume.getSpec().getStorageClassName(), ""))
                .withVolumeName(volume.getMetadata().getName())
                .withNewResources()
                .addToRequests("storage", volume.getSpec().getCapacity().get("storage"))
                .endResources()
                .endSpec()
                .build();
    }

    private static Map<String, String> annotations(ObjectMeta metadata) {
        Map<String, String> annotations =
                new HashMap<>(Objects.requireNonNullElse(metadata.getAnnotations(), Collections.emptyMap()));
        annotations.keySet().removeIf(key -> OF_CONTROLLERS.matcher(key).matches());
        return annotations;
    }
}
