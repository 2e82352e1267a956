package dev.kaltstart.backup.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.shell.Redaction;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is recorded of the volumes of a cluster, and what is not. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class LiveBindingsTest {

    private static final String CLAIM_REF = "claimRef: {namespace: office, name: data}";

    KubernetesClient client;

    @Test
    void recordsWhatBindsAVolumeOfADriverAgain() {
        volume("pv-1", """
                metadata: {name: pv-1, annotations: {pv.kubernetes.io/provisioned-by: csi.san.synology.com}}
                spec:
                  claimRef: {namespace: office, name: data}
                  capacity: {storage: 20Gi}
                  accessModes: [ReadWriteOnce]
                  volumeMode: Filesystem
                  storageClassName: synology-nfs
                  persistentVolumeReclaimPolicy: Retain
                  mountOptions: [nfsvers=4.1]
                  csi:
                    driver: csi.san.synology.com
                    volumeHandle: 4f0c-01
                    nodeStageSecretRef: {namespace: synology-csi, name: client-info}
                    volumeAttributes:
                      dsm: 10.20.0.5
                      protocol: nfs
                      baseDir: /volume1/k8s-csi-pv-1
                      mountPermissions: "0750"
                      formatOptions: ""
                      storage.kubernetes.io/csiProvisionerIdentity: 1690-8081-csi.san.synology.com
                """);
        claim("data", "pv-1", "Bound");

        assertThat(look().all())
                .containsExactly(new ClaimBinding("office", "data", Recorded.synology("pv-1", "4f0c-01"), null));
        assertThat(look().notes()).isEmpty();
    }

    @Test
    void recordsADirectoryOfKubernetesOwnNfs() {
        volume("pv-1", """
                metadata: {name: pv-1}
                spec: {%s, capacity: {storage: 1Ti}, accessModes: [ReadWriteMany], volumeMode: Filesystem,
                       persistentVolumeReclaimPolicy: Retain, nfs: {server: nas.home, path: /volume1/media}}
                """.formatted(CLAIM_REF));
        claim("data", "pv-1", "Bound");

        var volume = only();
        assertThat(volume.driver()).isEqualTo(BoundVolume.NFS);
        assertThat(volume.handle()).isEqualTo("nas.home:/volume1/media");
        assertThat(volume.attributes()).isEqualTo(Map.of("server", "nas.home", "share", "/volume1/media"));
    }

    /** Attack: a driver, or whoever writes the volume, puts a secret where none belongs. */
    @Test
    void recordsNoSecret() {
        volume("pv-1", """
                metadata: {name: pv-1}
                spec:
                  claimRef: {namespace: office, name: data}
                  capacity: {storage: 1Gi}
                  mountOptions: [vers=3.0, username=paperless, "password=Hunter2-xyz", "Hunter2-xyz,"]
                  csi:
                    driver: org.democratic-csi.smb
                    volumeHandle: handle
                    volumeAttributes:
                      node_attach_driver: smb
                      share: "//paperless:Hunter2-xyz@nas/share"
                      server: "https://paperless:Hunter2-xyz@nas"
                      password: Hunter2-xyz
                      portal: "ops_abcdefghijklmnopqrstuvwxyz"
                """);
        claim("data", "pv-1", "Bound");

        var volume = only();
        assertThat(volume.leftOut())
                .contains("password", "server", "share", "portal", "username", "a mount option")
                .doesNotContain("vers");
        assertThat(volume.mountOptions()).containsExactly("vers=3.0");
        assertThat(Serialization.asJson(volume)).doesNotContain("Hunter2", "ops_");
    }

    /** Attack: a claim names the volume of another claim. */
    @Test
    void recordsNoClaimThatTheVolumeDoesNotConfirm() {
        volume("pv-1", """
                metadata: {name: pv-1}
                spec: {claimRef: {namespace: finance, name: ledger, uid: two}, nfs: {server: nas, path: /finance}}
                """);
        volume("pv-2", """
                metadata: {name: pv-2}
                spec: {claimRef: {namespace: office, name: data, uid: former}, nfs: {server: nas, path: /office}}
                """);
        claim("other", "pv-1", "Bound");
        claim("data", "pv-2", "Bound");

        assertThat(look().all()).isEmpty();
    }

    @Test
    void recordsNoClaimThatIsNotBound() {
        volume("pv-1", """
                metadata: {name: pv-1}
                spec: {%s, nfs: {server: nas, path: /office}}
                """.formatted(CLAIM_REF));
        claim("data", "pv-1", "Lost");
        claim("gone", "pv-2", "Bound");
        client.persistentVolumeClaims()
                .inNamespace("office")
                .resource(Serialization.unmarshal("""
                        apiVersion: v1
                        kind: PersistentVolumeClaim
                        metadata: {namespace: office, name: waiting}
                        spec: {}
                        """, PersistentVolumeClaim.class))
                .create();

        assertThat(look().all()).isEmpty();
    }

    /** Attack: a handle that is more than one line, or longer than any driver's, would be shown in a plan. */
    @Test
    void recordsNoHandleThatIsNotOneLine() {
        for (String handle : new String[] {"one\\ntwo", "one\\u2028two", "one\\u202etwo", "x".repeat(1_001)}) {
            client.persistentVolumes().delete();
            client.persistentVolumeClaims().inNamespace("office").delete();
            volume("pv-1", """
                    metadata: {name: pv-1}
                    spec: {%s, csi: {driver: nfs.csi.k8s.io, volumeHandle: "%s"}}
                    """.formatted(CLAIM_REF, handle));
            claim("data", "pv-1", "Bound");

            assertThat(look().all()).as(handle).isEmpty();
            assertThat(look().notes()).as(handle).singleElement().asString().contains("cannot be recorded");
        }
    }

    @Test
    void leavesOutWhatComesAndGoesWithItsPod() {
        volume("pv-1", """
                metadata: {name: pv-1}
                spec: {%s, nfs: {server: nas, path: /office}}
                """.formatted(CLAIM_REF));
        claim("data", "pv-1", "Bound", "ownerReferences: [{apiVersion: v1, kind: Pod, name: job-1, uid: p}]");

        assertThat(look().all()).isEmpty();
    }

    @Test
    void namesTheNewestBackupOfALonghornVolume() {
        volume("pv-1", """
                metadata: {name: pv-1}
                spec: {%s, csi: {driver: driver.longhorn.io, volumeHandle: pv-1}}
                """.formatted(CLAIM_REF));
        claim("data", "pv-1", "Bound");
        backup("b-2", "Completed", "2026-11-23T03:00:00Z");
        backup("b-1", "Completed", "2026-11-22T03:00:00Z");
        backup("b-3", "Error", "2026-11-24T03:00:00Z");

        assertThat(look().all())
                .singleElement()
                .satisfies(binding -> assertThat(binding.backup()).isEqualTo("s3://b@r/?backup=b-2&volume=pv-1"));
    }

    private LiveBindings look() {
        return LiveBindings.of(client, new Redaction());
    }

    private BoundVolume only() {
        assertThat(look().all()).hasSize(1);
        return look().all().get(0).volume();
    }

    private void volume(String name, String yaml) {
        client.persistentVolumes()
                .resource(Serialization.unmarshal(
                        "apiVersion: v1\nkind: PersistentVolume\n" + yaml, PersistentVolume.class))
                .create();
        assertThat(client.persistentVolumes().withName(name).get()).isNotNull();
    }

    private void claim(String name, String volume, String phase) {
        claim(name, volume, phase, "labels: {kustomize.toolkit.fluxcd.io/name: paperless}");
    }

    private void claim(String name, String volume, String phase, String metadata) {
        client.persistentVolumeClaims()
                .inNamespace("office")
                .resource(Serialization.unmarshal(
                        """
                        apiVersion: v1
                        kind: PersistentVolumeClaim
                        metadata: {namespace: office, name: %s, %s}
                        spec: {volumeName: %s}
                        status: {phase: %s}
                        """.formatted(name, metadata, volume, phase), PersistentVolumeClaim.class))
                .create();
    }

    private void backup(String name, String state, String at) {
        client.genericKubernetesResources(LonghornUrls.KIND)
                .inNamespace("longhorn-system")
                .resource(Serialization.unmarshal("""
                        {"apiVersion": "longhorn.io/v1beta2", "kind": "Backup",
                         "metadata": {"namespace": "longhorn-system", "name": "%1$s"},
                         "status": {"state": "%2$s", "backupCreatedAt": "%3$s", "volumeName": "pv-1",
                                    "url": "s3://b@r/?backup=%1$s&volume=pv-1"}}""".formatted(name, state, at), GenericKubernetesResource.class))
                .create();
    }
}
