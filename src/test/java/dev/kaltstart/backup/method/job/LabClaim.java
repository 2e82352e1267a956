package dev.kaltstart.backup.method.job;

import dev.kaltstart.lab.World;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Map;

/** The claim data of a world's namespace, on a directory of this machine, with the Secrets of its backups. */
record LabClaim(World world, Path directory) {

    LostClaim lost() {
        return new LostClaim(world.namespace(), "data", "was recreated", null, null, null, false);
    }

    void bind() {
        create("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: { name: data-%1$s }
                spec:
                  capacity: { storage: 1Gi }
                  accessModes: [ReadWriteOnce]
                  persistentVolumeReclaimPolicy: Retain
                  hostPath: { path: "%2$s" }
                  claimRef: { namespace: %1$s, name: data }
                """.formatted(world.namespace(), directory));
        create("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: { name: data, namespace: %1$s }
                spec:
                  accessModes: [ReadWriteOnce]
                  storageClassName: ""
                  volumeName: data-%1$s
                  resources: { requests: { storage: 1Gi } }
                """.formatted(world.namespace()));
        world.until(
                "it is bound",
                () -> "Bound"
                        .equals(world.kubernetes()
                                .persistentVolumeClaims()
                                .inNamespace(world.namespace())
                                .withName("data")
                                .get()
                                .getStatus()
                                .getPhase()));
    }

    void secret(Map<String, String> values) {
        world.kubernetes()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(world.namespace())
                        .withName("backup")
                        .endMetadata()
                        .withStringData(values)
                        .build())
                .createOr(existing -> existing.update());
    }

    void create(String yaml) {
        world.kubernetes()
                .resource((io.fabric8.kubernetes.api.model.HasMetadata) Serialization.unmarshal(yaml))
                .create();
    }

    void remove() {
        world.kubernetes()
                .persistentVolumes()
                .withName("data-" + world.namespace())
                .delete();
    }
}
