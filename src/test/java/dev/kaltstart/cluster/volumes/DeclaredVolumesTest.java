package dev.kaltstart.cluster.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kaltstart.cluster.DataSystem;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes are found wherever Flux makes them come from. */
class DeclaredVolumesTest {

    @TempDir
    private Path directory;

    private Manifests office() {
        return Manifests.in(directory);
    }

    @Test
    void aClaimIsFoundWithItsSizeAndItsPlace() {
        var volume = office().volume(Manifests.CLAIM);

        assertThat(volume.namespace()).isEqualTo("office");
        assertThat(volume.size()).isEqualTo("20Gi");
        assertThat(volume.accessModes()).containsExactly("ReadWriteOnce");
        assertThat(volume.source()).startsWith("kubernetes/apps/office/paperless/app/pvc.yaml:");
        assertThat(volume.protection()).isEqualTo(Protection.NONE);
    }

    @Test
    void aComponentWithVariablesMakesAClaimForEachApp() {
        var office = office().following("paperless", "mail");
        office.copy()
                .with(
                        "kubernetes/components/backup/kustomization.yaml",
                        "{apiVersion: kustomize.config.k8s.io/v1alpha1, kind: Component, resources: [all.yaml]}")
                .with(
                        "kubernetes/components/backup/all.yaml",
                        "---\n{" + Manifests.claim("\"${APP}\"", "").replace("5Gi", "\"${SIZE:=3Gi}\"")
                                + "}\n---\n{"
                                + Manifests.object(
                                        "volsync.backube/v1alpha1",
                                        "ReplicationSource",
                                        "\"${APP}\"",
                                        "sourcePVC: \"${APP}\", trigger: {schedule: \"0 * * * *\"}, restic: {repository: secret}")
                                + "}\n")
                .with("kubernetes/apps/office/mail/ks.yaml", """
                        apiVersion: kustomize.toolkit.fluxcd.io/v1
                        kind: Kustomization
                        metadata: {name: mail, namespace: flux-system}
                        spec:
                          components: [../../../../components/backup]
                          path: ./kubernetes/apps/office/mail/app
                          postBuild: {substitute: {APP: mail}}
                          prune: true
                          sourceRef: {kind: GitRepository, name: flux-system}
                          targetNamespace: office
                        """)
                .with(
                        "kubernetes/apps/office/mail/app/kustomization.yaml",
                        "{kind: Kustomization, apiVersion: kustomize.config.k8s.io/v1beta1, resources: [map.yaml]}")
                .with(
                        "kubernetes/apps/office/mail/app/map.yaml",
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: some}}");

        var volume = office.volume("mail");

        assertThat(volume.size()).isEqualTo("3Gi");
        assertThat(volume.app()).isEqualTo("mail");
        assertThat(volume.backups())
                .containsExactly(new DeclaredBackup(
                        DataSystem.VOLSYNC,
                        "office/mail",
                        "restic, 0 * * * *",
                        "kubernetes/components/backup/all.yaml:4"));
    }

    @Test
    void aTemplateStandsForOneClaimOfEachReplica() {
        var volume = office().declaring(
                        Manifests.object(
                                "apps/v1",
                                "StatefulSet",
                                "web",
                                "volumeClaimTemplates: [{metadata: {name: data}, spec: {resources: {requests: {storage: 1Gi}}}}]"))
                .volume("data-web-*");

        assertThat(volume.app()).isEqualTo("web");
        assertThat(volume.size()).isEqualTo("1Gi");
    }

    @Test
    void appTemplateNamesTheOnlyClaimLikeItsReleaseSinceVersionFour() {
        var persistence =
                "persistence: {data: {size: 1Gi}, tmp: {type: emptyDir}, old: {enabled: false, size: 2Gi}, dri: {type: hostPath, hostPath: /dev/dri}}";

        assertThat(claims(Manifests.release("notes", "app-template", "4.2.0", persistence)))
                .containsExactly("notes");
        assertThat(claims(Manifests.release("notes", "app-template", "3.7.3", persistence)))
                .containsExactly("notes-data");
    }

    @Test
    void appTemplateHasSeveralKindsOfVolumes() {
        var values = "controllers: {main: {statefulset: {volumeClaimTemplates: [{name: queue, size: 1Gi}]}}},"
                + " persistence: {config: {existingClaim: '{{ .Release.Name }}-config'}, cache: {type: persistentVolumeClaim, size: 1Gi}, index: {size: 2Gi},"
                + " media: {type: nfs, server: nas, path: /media}, photos: {type: hostPath, hostPath: /var/mnt/photos}}";
        var volumes = office().declaring(Manifests.release("notes", "app-template", "4.2.0", values))
                .volumes();

        assertThat(claims(volumes))
                .containsExactlyInAnyOrder(
                        "notes-config",
                        "notes-cache",
                        "notes-index",
                        "queue-notes-*",
                        "nfs://nas/media",
                        "/var/mnt/photos");
        assertThat(protection(volumes, "nfs://nas/media")).isEqualTo(Protection.OUTSIDE);
        assertThat(protection(volumes, "/var/mnt/photos")).isEqualTo(Protection.NONE);
    }

    @Test
    void theValuesOfOtherChartsNameVolumesButNotTheirClaims() {
        var volumes = office().declaring(
                        Manifests.release(
                                "grafana",
                                "grafana",
                                "9.0.0",
                                "persistence: {enabled: true, size: 3Gi}, other: {persistence: {enabled: false, size: 9Gi}},"
                                        + " database: {persistence: {existingClaim: kept}}, alerts: {storage: {volumeClaimTemplate: {spec: {resources: {requests: {storage: 7Gi}}}}}}"))
                .volumes()
                .all();

        assertThat(volumes)
                .filteredOn(one -> one.app().equals("grafana"))
                .extracting(DeclaredVolume::claim, DeclaredVolume::size)
                .containsExactlyInAnyOrder(tuple("", "3Gi"), tuple("", "7Gi"), tuple("kept", ""));
    }

    @Test
    void whatBacksUpAClaimTellsItsNameWhenAChartMakesIt() {
        var volume = office().declaring(
                        Manifests.release("grafana", "grafana", "9.0.0", "persistence: {enabled: true, size: 3Gi}"),
                        Manifests.object(
                                "volsync.backube/v1alpha1",
                                "ReplicationSource",
                                "grafana",
                                "sourcePVC: grafana-data, trigger: {schedule: \"0 1 * * *\"}, kopia: {repository: s}"))
                .volume("grafana-data");

        assertThat(volume.size()).isEqualTo("3Gi");
        assertThat(volume.protection()).isEqualTo(Protection.BACKED_UP);
    }

    @Test
    void valuesComeFromConfigMapsAndWhatIsInASecretIsNamed() {
        var office = office();
        office.with(
                "release.yaml",
                "{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: notes}, spec: {chart: {spec: {chart: app-template, version: 3.1.0}},"
                        + " valuesFrom: [{kind: ConfigMap, name: notes-values}, {kind: Secret, name: hidden}]}}");
        office.with(
                "values.yaml.yaml",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: notes-values-5f8h2k9mtd}, data: {values.yaml: \"persistence: {data: {type: persistentVolumeClaim, size: 4Gi}}\"}}");

        assertThat(office.volume("notes-data").size()).isEqualTo("4Gi");
        assertThat(office.volumes().unread())
                .containsExactly("office/notes: the values in Secret hidden are not known");
    }

    @Test
    void aVolumeMadeByHandSaysWhatHoldsTheData() {
        var volumes = office().declaring(
                        Manifests.claim("films", ", volumeName: films"),
                        Manifests.object(
                                "v1",
                                "PersistentVolume",
                                "films",
                                "capacity: {storage: 4Ti}, nfs: {server: nas, path: /films}"),
                        Manifests.claim("disk", ", volumeName: disk"),
                        Manifests.object("v1", "PersistentVolume", "disk", "hostPath: {path: /var/mnt/disk}"),
                        "apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}, provisioner: org.democratic-csi.iscsi",
                        Manifests.claim("block", ""))
                .volumes();

        assertThat(storage(volumes, "films")).isEqualTo(DataSystem.NFS);
        assertThat(protection(volumes, "films")).isEqualTo(Protection.OUTSIDE);
        assertThat(protection(volumes, "disk")).isEqualTo(Protection.NONE);
        assertThat(storage(volumes, "block")).isEqualTo(DataSystem.DEMOCRATIC_CSI);
        assertThat(volume(volumes, "block").remark()).contains("outlives the cluster", "no backup");
    }

    @Test
    void aDriverThatStoresOnTheNodeIsNotOutsideOfTheCluster() {
        var volumes = office().declaring(
                        Manifests.claim("cache", ""),
                        Manifests.release(
                                "local",
                                "democratic-csi",
                                "0.15.0",
                                "driver: {config: {driver: local-hostpath}}, storageClasses: [{name: fast}]"))
                .volumes();

        assertThat(protection(volumes, "cache")).isEqualTo(Protection.NONE);
    }

    @Test
    void theBackupOfADatabaseIsNoBackupOfTheClaimWithItsName() {
        var volumes = office().declaring(
                        Manifests.claim("notes", ""),
                        Manifests.object(
                                "postgresql.cnpg.io/v1",
                                "Cluster",
                                "notes",
                                "instances: 3, storage: {size: 9Gi}, backup: {barmanObjectStore: {endpointURL: https://s3.example.org}}"),
                        Manifests.object(
                                "postgresql.cnpg.io/v1",
                                "ScheduledBackup",
                                "nightly",
                                "schedule: 0 0 1 * * *, cluster: {name: notes}"))
                .volumes();

        assertThat(protection(volumes, "notes")).isEqualTo(Protection.NONE);
        assertThat(volume(volumes, "notes-*").backups())
                .extracting(DeclaredBackup::label)
                .containsExactly("CloudNativePG backups (Barman, 0 0 1 * * *)");
        assertThat(volume(volumes, "notes-*").size()).isEqualTo("9Gi");
    }

    @Test
    void aBackupThatCloudNativePgCannotMakeIsNone() {
        var volumes = office().declaring(
                        Manifests.object("postgresql.cnpg.io/v1", "Cluster", "plain", "instances: 1"),
                        Manifests.object(
                                "postgresql.cnpg.io/v1",
                                "ScheduledBackup",
                                "plain",
                                "schedule: '@daily', method: plugin, cluster: {name: plain}"),
                        Manifests.object(
                                "postgresql.cnpg.io/v1",
                                "Cluster",
                                "logs",
                                "instances: 1, plugins: [{name: barman-cloud.cloudnative-pg.io, parameters: {barmanObjectName: store}}]"))
                .volumes();

        assertThat(volume(volumes, "plain-*").remark()).contains("fails: the cluster names no plugin");
        assertThat(protection(volumes, "plain-*")).isEqualTo(Protection.NONE);
        assertThat(volume(volumes, "logs-*").remark()).contains("nothing makes base backups");
        assertThat(protection(volumes, "logs-*")).isEqualTo(Protection.NONE);
    }

    @Test
    void volumesThatNothingBacksUpComeFirst() {
        var volumes = office().declaring(
                        Manifests.claim("kept", ""),
                        Manifests.object(
                                "volsync.backube/v1alpha1",
                                "ReplicationSource",
                                "kept",
                                "sourcePVC: kept, trigger: {schedule: \"0 1 * * *\"}, restic: {repository: s}"))
                .volumes();

        assertThat(volumes.all()).extracting(DeclaredVolume::claim).containsExactly(Manifests.CLAIM, "kept");
    }

    private List<String> claims(String manifest) {
        var name = directory.resolve(String.valueOf(manifest.hashCode()));
        return claims(Manifests.in(name).declaring(manifest).volumes());
    }

    private static List<String> claims(DeclaredVolumes volumes) {
        return volumes.all().stream()
                .map(DeclaredVolume::claim)
                .filter(claim -> !claim.equals(Manifests.CLAIM))
                .toList();
    }

    private static DeclaredVolume volume(DeclaredVolumes volumes, String claim) {
        return volumes.all().stream()
                .filter(one -> one.claim().equals(claim))
                .findFirst()
                .orElseThrow();
    }

    private static Protection protection(DeclaredVolumes volumes, String claim) {
        return volume(volumes, claim).protection();
    }

    private static @Nullable DataSystem storage(DeclaredVolumes volumes, String claim) {
        return volume(volumes, claim).storage();
    }
}
