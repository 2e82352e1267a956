package dev.kaltstart.backup.method;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The claim office/data, which lost its data at noon. */
public final class LostData {

    public static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    public final KubernetesClient client;
    public final FakeRun run;

    public LostData(KubernetesClient client) {
        this.client = client;
        this.run = FakeRun.on(FakeCluster.homelab().with(client)).about(new Subject.OfNamespace("office"));
    }

    public static LostClaim claim(@Nullable String released) {
        return new LostClaim("office", "data", "was recreated", "pv-old", released, "office/paperless", false);
    }

    public Search search() {
        return new Search(client, NOON, NOON.plusSeconds(600), "homelab");
    }

    public void bound(String name, String volume) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withNamespace("office")
                        .withName(name)
                        .addToLabels("kustomize.toolkit.fluxcd.io/name", "paperless")
                        .addToAnnotations("pv.kubernetes.io/bind-completed", "yes")
                        .endMetadata()
                        .withNewSpec()
                        .withVolumeName(volume)
                        .withStorageClassName("longhorn")
                        .withAccessModes("ReadWriteOnce")
                        .endSpec()
                        .withNewStatus()
                        .withPhase("Bound")
                        .endStatus()
                        .build())
                .create();
    }

    void released(String volume) {
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(volume)
                        .endMetadata()
                        .withNewSpec()
                        .withStorageClassName("longhorn")
                        .withAccessModes("ReadWriteOnce")
                        .addToCapacity("storage", new Quantity("20Gi"))
                        .withPersistentVolumeReclaimPolicy("Retain")
                        .withNewClaimRef()
                        .withNamespace("office")
                        .withName("data")
                        .withUid("uid-of-the-former-claim")
                        .endClaimRef()
                        .endSpec()
                        .withNewStatus()
                        .withPhase("Released")
                        .endStatus()
                        .build())
                .create();
    }

    public GenericKubernetesResource object(ObjectKind kind, String name, Map<String, ?> spec, Map<String, ?> status) {
        GenericKubernetesResource object = new GenericKubernetesResourceBuilder()
                .withApiVersion(kind.group() + "/" + kind.version())
                .withKind(kind.kind())
                .withNewMetadata()
                .withNamespace("office")
                .withName(name)
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .addToAdditionalProperties("status", status)
                .build();
        return kind.in(client).inNamespace("office").resource(object).create();
    }
}
