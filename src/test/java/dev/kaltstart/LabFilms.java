package dev.kaltstart;

import java.nio.file.Path;

/** Data of the application mediabox in the lab. */
record LabFilms(DriftLab lab) {

    /** The claim films, which may be pruned, with data in a directory of this machine: mounted by mediabox, saved by VolSync. */
    void store(Path directory) {
        lab.write("kubernetes/apps/media/mediabox/app/claim.yaml", """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: { name: films }
                spec:
                  accessModes: [ReadWriteOnce]
                  storageClassName: ""
                  resources: { requests: { storage: 1Gi } }
                ---
                apiVersion: volsync.backube/v1alpha1
                kind: ReplicationSource
                metadata: { name: mediabox }
                spec:
                  sourcePVC: films
                  trigger: { schedule: "0 3 * * *" }
                  restic: { repository: mediabox-volsync, copyMethod: Direct, retain: { daily: 7 } }
                """);
        lab.write(
                "kubernetes/apps/media/mediabox/app/app.yaml",
                DriftLab.workload("mediabox", 1).stripTrailing()
                        + "\n      volumes: [{ name: films, persistentVolumeClaim: { claimName: films } }]\n");
        volume("films", directory);
        lab.applied("mediabox", lab.push());
        lab.until("the claim is bound", this::bound);
    }

    /** @param name of the volume; that of the namespace is added */
    void volume(String name, Path directory) {
        lab.create("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: { name: %s-%s }
                spec:
                  capacity: { storage: 1Gi }
                  accessModes: [ReadWriteOnce]
                  persistentVolumeReclaimPolicy: Retain
                  hostPath: { path: "%s" }
                  claimRef: { namespace: %s, name: films }
                """.formatted(name, lab.namespace(), directory, lab.namespace()));
    }

    private boolean bound() {
        var claim = lab.client()
                .persistentVolumeClaims()
                .inNamespace(lab.namespace())
                .withName("films")
                .get();
        return claim != null
                && claim.getStatus() != null
                && "Bound".equals(claim.getStatus().getPhase());
    }
}
