package dev.kaltstart.backup.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.volumes.DeclaredBackup;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import dev.kaltstart.cluster.volumes.DeclaredVolumes;
import dev.kaltstart.cluster.volumes.Protection;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A restore point counts when it can be used; an object that only looks like one does not. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class ProtectionLookTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final String VELERO = "velero.io/v1";
    private static final String LONGHORN = "longhorn.io/v1beta2";

    KubernetesMockServer server;
    KubernetesClient client;

    private BackupWorld world;

    @BeforeEach
    void oneClaim() {
        world = new BackupWorld(client).claim("data");
    }

    private ProtectedVolume data() {
        return data(DeclaredVolumes.NONE);
    }

    private ProtectedVolume data(DeclaredVolumes declared) {
        return new ProtectionLook(client, declared, DAY, Map.of())
                .at(NOON).volumes().stream()
                        .filter(one -> one.claim().equals("data"))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void withoutAnyBackupSystemAVolumeIsNotProtected() {
        var volume = data();

        assertThat(volume.namespace()).isEqualTo("office");
        assertThat(volume.volume()).isEqualTo("pv-data");
        assertThat(volume.size()).isEqualTo("5Gi");
        assertThat(volume.storage()).isEqualTo(DataSystem.LONGHORN);
        assertThat(volume.newest()).isEmpty();
        assertThat(volume.methods()).isEmpty();
        assertThat(volume.rpo()).isEqualTo(Rpo.MISSED);
        assertThat(volume.proven()).isEmpty();
    }

    @Test
    void aSynchronisationCountsFromWhenItBegan() {
        volSync(
                "lastSyncTime: '2026-11-23T11:30:00Z', lastSyncDuration: 10m5.5s, latestMoverStatus: {result: Successful}");

        var volume = data();

        assertThat(volume.newest())
                .contains(new NewestPoint(
                        DataSystem.VOLSYNC,
                        "ReplicationSource.volsync.backube office/data",
                        Instant.parse("2026-11-23T11:19:55Z")));
        assertThat(volume.age(NOON)).contains(Duration.ofSeconds(2405));
        assertThat(volume.rpo()).isEqualTo(Rpo.MET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lastSyncTime: '2026-11-23T11:30:00Z', latestMoverStatus: {result: Failed}|failed",
                "lastSyncTime: '2026-11-23T11:30:00Z'|says no result",
                "latestMoverStatus: {result: Successful}|has never finished",
                "lastSyncTime: soon, latestMoverStatus: {result: Successful}|has never finished",
                "lastSyncTime: '2026-11-23T12:00:01Z', latestMoverStatus: {result: Successful}|later than now"
            })
    void aSynchronisationThatDidNotGoWellIsNoRestorePoint(String status, String remark) {
        volSync(status);

        assertThat(data().newest()).isEmpty();
        assertThat(data().methods()).containsExactly(DataSystem.VOLSYNC);
        assertThat(data().rpo()).isEqualTo(Rpo.MISSED);
        assertThat(data().remark()).contains(remark);
    }

    @Test
    void aPointOlderThanTheTargetMissesIt() {
        volSync("lastSyncTime: '2026-11-22T11:59:59Z', latestMoverStatus: {result: Successful}");

        assertThat(data().newest()).isPresent();
        assertThat(data().rpo()).isEqualTo(Rpo.MISSED);
    }

    private void volSync(String status) {
        world.object(
                "volsync.backube/v1alpha1",
                "ReplicationSource",
                "replicationsources",
                "data",
                "spec: {sourcePVC: data, restic: {repository: s}}, status: {" + status + "}");
    }

    @Test
    void aBackupOfVeleroCountsWithTheDataOfThisVeryClaim() {
        velero("Completed", "Available", "2026-12-23T00:00:00Z");
        world.object(
                VELERO,
                "PodVolumeBackup",
                "podvolumebackups",
                "one",
                "labels: {velero.io/backup-name: daily, velero.io/pvc-uid: %s}, status: {phase: Completed}"
                        .formatted(world.uid("data")));

        assertThat(data().newest())
                .contains(new NewestPoint(
                        DataSystem.VELERO, "Backup.velero.io backups/daily", Instant.parse("2026-11-23T02:00:00Z")));
        assertThat(data().rpo()).isEqualTo(Rpo.MET);
    }

    @Test
    void movedSnapshotsCountToo() {
        velero("Completed", "Available", "2026-12-23T00:00:00Z");
        world.object(
                "velero.io/v2alpha1",
                "DataUpload",
                "datauploads",
                "one",
                "labels: {velero.io/backup-name: daily}, spec: {sourceNamespace: office, sourcePVC: data}, status: {phase: Completed}");

        assertThat(data().newest()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "PartiallyFailed, Available, 2026-12-23T00:00:00Z, Completed, data",
        "Completed, Unavailable, 2026-12-23T00:00:00Z, Completed, data",
        "Completed, Available, 2026-11-23T11:59:59Z, Completed, data",
        "Completed, Available, 2026-12-23T00:00:00Z, Failed, data",
        "Completed, Available, 2026-12-23T00:00:00Z, Completed, other"
    })
    void aBackupOfVeleroThatCannotBringTheDataBackDoesNotCount(
            String phase, String location, String expiration, String data, String claim) {
        velero(phase, location, expiration);
        world.claim("other");
        world.object(
                VELERO,
                "PodVolumeBackup",
                "podvolumebackups",
                "one",
                "labels: {velero.io/backup-name: daily, velero.io/pvc-uid: %s}, status: {phase: %s}"
                        .formatted(world.uid(claim), data));

        assertThat(data().newest()).isEmpty();
    }

    @Test
    void theManifestsAloneAreNoBackup() {
        velero("Completed", "Available", "2026-12-23T00:00:00Z");

        assertThat(data().newest()).isEmpty();
        assertThat(data().rpo()).isEqualTo(Rpo.MISSED);
    }

    private void velero(String phase, String location, String expiration) {
        world.object(
                        VELERO,
                        "BackupStorageLocation",
                        "backupstoragelocations",
                        "default",
                        "status: {phase: %s}".formatted(location))
                .object(
                        VELERO,
                        "Backup",
                        "backups",
                        "daily",
                        "spec: {storageLocation: default}, status: {phase: %s, startTimestamp: '2026-11-23T02:00:00Z', expiration: '%s'}"
                                .formatted(phase, expiration));
    }

    @Test
    void backupsOfLonghornAreNotMistakenForThoseOfOthers() {
        world.object(LONGHORN, "BackupTarget", "backuptargets", "default", "status: {available: true}")
                .object(
                        LONGHORN,
                        "Backup",
                        "backups",
                        "backup-1",
                        "status: {state: Completed, volumeName: handle-data, snapshotCreatedAt: '2026-11-23T03:00:00Z'}")
                .object(
                        LONGHORN,
                        "Backup",
                        "backups",
                        "backup-2",
                        "status: {state: Error, volumeName: handle-data, snapshotCreatedAt: '2026-11-23T04:00:00Z'}");

        assertThat(data().newest())
                .contains(new NewestPoint(
                        DataSystem.LONGHORN_BACKUP,
                        "Backup.longhorn.io backups/backup-1",
                        Instant.parse("2026-11-23T03:00:00Z")));
    }

    @Test
    void aTargetThatIsAwayGivesNothingBack() {
        world.object(LONGHORN, "BackupTarget", "backuptargets", "default", "status: {available: false}")
                .object(
                        LONGHORN,
                        "Backup",
                        "backups",
                        "backup-1",
                        "status: {state: Completed, volumeName: handle-data, snapshotCreatedAt: '2026-11-23T03:00:00Z'}");

        assertThat(data().newest()).isEmpty();
        assertThat(data().remark()).contains("backup target default is not available");
    }

    @Test
    void anOldBaseBackupWithAnArchivedLogIsNotCalledTooOld() {
        world.claim("pg-1", "driver.longhorn.io", Map.of("cnpg.io/cluster", "pg"))
                .object(
                        "postgresql.cnpg.io/v1",
                        "Backup",
                        "backups",
                        "weekly",
                        "spec: {cluster: {name: pg}, method: plugin}, status: {phase: completed, startedAt: '2026-11-20T03:00:00Z'}")
                .object(
                        "postgresql.cnpg.io/v1",
                        "Cluster",
                        "clusters",
                        "pg",
                        "status: {conditions: [{type: ContinuousArchiving, status: 'True'}]}");

        var volume = new ProtectionLook(client, DeclaredVolumes.NONE, DAY, Map.of())
                .at(NOON).volumes().stream()
                        .filter(one -> one.claim().equals("pg-1"))
                        .findFirst()
                        .orElseThrow();

        assertThat(volume.newest()).map(NewestPoint::system).contains(DataSystem.BARMAN);
        assertThat(volume.rpo()).isEqualTo(Rpo.UNKNOWN);
        assertThat(volume.app()).isEqualTo("pg");
    }

    @Test
    void snapshotsOfK8upAndKopiurCount() {
        world.object(
                "k8up.io/v1",
                "Snapshot",
                "snapshots",
                "one",
                "spec: {date: '2026-11-23T01:00:00Z', paths: [/data/data]}");
        assertThat(data().newest()).map(NewestPoint::system).contains(DataSystem.K8UP);

        world.object(
                "kopiur.home-operations.com/v1alpha1",
                "SnapshotPolicy",
                "snapshotpolicies",
                "data",
                "spec: {sources: [{pvc: {name: data}}]}, status: {lastSuccessfulSnapshot: '2026-11-23T11:00:00Z'}");
        assertThat(data().newest()).map(NewestPoint::system).contains(DataSystem.KOPIUR);
    }

    @Test
    void aMethodThatLeavesNoObjectInTheClusterIsUnknown() {
        var volume = data(declared(DataSystem.LITESTREAM));

        assertThat(volume.rpo()).isEqualTo(Rpo.UNKNOWN);
        assertThat(volume.app()).isEqualTo("notes");
        assertThat(volume.remark()).contains("no restore point of it is to be seen");
    }

    @Test
    void aMethodThatTheRepositoryDeclaresAndTheClusterDoesNotKnowMisses() {
        assertThat(data(declared(DataSystem.VOLSYNC)).rpo()).isEqualTo(Rpo.MISSED);
        assertThat(data(declared(DataSystem.VOLSYNC)).methods()).containsExactly(DataSystem.VOLSYNC);
    }

    private static DeclaredVolumes declared(DataSystem system) {
        return new DeclaredVolumes(
                List.of(new DeclaredVolume(
                        "office",
                        "data",
                        "notes",
                        "",
                        "",
                        List.of(),
                        List.of(new DeclaredBackup(system, "office/notes", "", "a.yaml:1")),
                        "a.yaml:1",
                        null,
                        Protection.BACKED_UP,
                        "")),
                List.of());
    }

    @Test
    void aKindThatMustNotBeReadIsNamed() {
        server.expect()
                .get()
                .withPath("/apis/volsync.backube/v1alpha1/replicationsources?limit=5000")
                .andReturn(403, "{}")
                .always();

        var seen = new ProtectionLook(client, DeclaredVolumes.NONE, DAY, Map.of()).at(NOON);

        assertThat(seen.notes())
                .containsExactly(
                        "Kaltstart must not list replicationsources.volsync.backube: their restore points are not known");
    }

    @Test
    void volumesWithNothingToRestoreComeFirst() {
        world.claim("a").claim("z");
        volSync("lastSyncTime: '2026-11-23T11:30:00Z', latestMoverStatus: {result: Successful}");

        assertThat(new ProtectionLook(client, DeclaredVolumes.NONE, DAY, Map.of())
                        .at(NOON)
                        .volumes())
                .extracting(ProtectedVolume::claim)
                .containsExactly("a", "z", "data");
    }
}
