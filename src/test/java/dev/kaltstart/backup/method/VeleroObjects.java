package dev.kaltstart.backup.method;

import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** A cluster with Velero, as far as a restore sees it. */
record VeleroObjects(KubernetesClient client) {

    static final LostClaim CLAIM =
            new LostClaim("media", "data", "was recreated", "pv-1", null, "media/mediabox", false);

    static final Instant DAMAGE = Instant.parse("2026-11-23T09:00:00Z");

    void location(String phase) {
        create(ObjectKind.BACKUP_LOCATION, "velero", "default", "{\"status\": {\"phase\": \"" + phase + "\"}}");
    }

    /** A usable backup of the whole cluster. */
    GenericKubernetesResource backup(String name, String started) {
        return backup(name, started, backup -> {});
    }

    GenericKubernetesResource backup(String name, String started, Consumer<GenericKubernetesResource> change) {
        GenericKubernetesResource backup = object(ObjectKind.VELERO_BACKUP, "velero", name, """
                {"metadata": {"labels": {"velero.io/schedule-name": "daily"}},
                 "spec": {"storageLocation": "default", "includedNamespaces": ["*"], "snapshotMoveData": true},
                 "status": {"phase": "Completed", "expiration": "2026-12-23T03:00:00Z"}}""");
        set(backup, "startTimestamp", started);
        change.accept(backup);
        return ObjectKind.VELERO_BACKUP
                .in(client)
                .inNamespace("velero")
                .resource(backup)
                .create();
    }

    static void set(GenericKubernetesResource object, String field, Object value) {
        object.<Map<String, Object>>get("status").put(field, value);
    }

    static void spec(GenericKubernetesResource object, String field, Object value) {
        object.<Map<String, Object>>get("spec").put(field, value);
    }

    void upload(String backup, String claim, String phase) {
        create(ObjectKind.DATA_UPLOAD, "velero", backup + "-" + claim, """
                {"metadata": {"labels": {"velero.io/backup-name": "%1$s"}},
                 "spec": {"sourceNamespace": "media", "sourcePVC": "%2$s",
                          "csiSnapshot": {"volumeSnapshot": "velero-%2$s-x1", "storageClass": "longhorn"}},
                 "status": {"phase": "%3$s", "snapshotID": "k123"}}""".formatted(backup, claim, phase));
    }

    void files(String backup, String pod, String volume, String claim) {
        create(ObjectKind.POD_VOLUME_BACKUP, "velero", backup + "-" + pod + "-" + volume, """
                {"metadata": {"labels": {"velero.io/backup-name": "%s"}, "annotations": {"velero.io/pvc-name": "%s"}},
                 "spec": {"pod": {"namespace": "media", "name": "%s"}, "volume": "%s"},
                 "status": {"phase": "Completed", "snapshotID": "k123"}}""".formatted(
                        backup, claim, pod, volume));
    }

    void claim(String name, String phase) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withNamespace("media")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withStorageClassName("longhorn")
                        .withVolumeName("pv-new")
                        .endSpec()
                        .withNewStatus()
                        .withPhase(phase)
                        .endStatus()
                        .build())
                .create();
    }

    void deployment(String name, Map<String, String> labels, String... claims) {
        var template = new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("media")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec();
        for (String claim : claims) {
            template.addNewVolume()
                    .withName(claim)
                    .withNewPersistentVolumeClaim(claim, false)
                    .endVolume();
        }
        client.resource(template.endSpec().endTemplate().endSpec().build()).create();
    }

    void storageClass(String name) {
        storageClass(name, Map.of());
    }

    void storageClass(String name, Map<String, String> parameters) {
        client.resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withProvisioner("driver.longhorn.io")
                        .withReclaimPolicy("Delete")
                        .withParameters(parameters)
                        .build())
                .create();
    }

    void create(ObjectKind kind, String namespace, String name, String json) {
        kind.in(client)
                .inNamespace(namespace)
                .resource(object(kind, namespace, name, json))
                .create();
    }

    /** Changes what the tool says about an object. */
    void status(ObjectKind kind, String namespace, String name, String json) {
        kind.in(client).inNamespace(namespace).withName(name).edit(object -> {
            object.setAdditionalProperty("status", Serialization.unmarshal(json, Map.class));
            return object;
        });
    }

    static GenericKubernetesResource object(ObjectKind kind, String namespace, String name, String json) {
        GenericKubernetesResource object = Serialization.unmarshal(json, GenericKubernetesResource.class);
        object.setApiVersion(kind.group() + "/" + kind.version());
        object.setKind(kind.kind());
        if (object.getMetadata() == null) {
            object.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMeta());
        }
        object.getMetadata().setNamespace(namespace);
        object.getMetadata().setName(name);
        return object;
    }
}
