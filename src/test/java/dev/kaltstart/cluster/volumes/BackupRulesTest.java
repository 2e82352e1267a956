package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.cluster.volumes.Manifests.claim;
import static dev.kaltstart.cluster.volumes.Manifests.object;
import static dev.kaltstart.cluster.volumes.Manifests.release;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A volume is called backed up when the repository proves it, and never because something looks like a backup. */
class BackupRulesTest {

    private static final String VELERO =
            "configuration: {features: EnableCSI, backupStorageLocation: [{name: default, config: {s3Url: https://s3.example.org}}]}, deployNodeAgent: true";
    private static final String CEPH =
            "apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}, provisioner: rook-ceph.rbd.csi.ceph.com";
    private static final String CEPH_SNAPSHOTS =
            "apiVersion: snapshot.storage.k8s.io/v1, kind: VolumeSnapshotClass, metadata: {name: snap}, driver: rook-ceph.rbd.csi.ceph.com";
    private static final String LONGHORN =
            "apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}, provisioner: driver.longhorn.io";
    private static final String TARGET =
            "apiVersion: longhorn.io/v1beta2, kind: BackupTarget, metadata: {name: default}, spec: {backupTargetURL: \"s3://b@r/\"}";
    private static final String POD =
            "apiVersion: apps/v1, kind: Deployment, metadata: {name: notes}, spec: {template: {metadata: {labels: {app: notes}, annotations: {%s}}, spec: {containers: [{name: a, image: notes}], volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]}}}";

    @TempDir
    private Path directory;

    static Stream<Arguments> backedUp() {
        return Stream.of(
                Arguments.of("VolSync (restic, 0 1 * * *)", volSync("restic: {repository: s}")),
                Arguments.of("VolSync (kopia, 0 1 * * *)", volSync("kopia: {repository: s}")),
                Arguments.of("VolSync (rclone, 0 1 * * *)", volSync("rclone: {rcloneConfig: s}")),
                Arguments.of("Kopiur (H * * * *)", kopiur("", "policyRef: {name: data}, schedule: {cron: H * * * *}")),
                Arguments.of(
                        "K8up (restic, @daily)",
                        all(object("k8up.io/v1", "Schedule", "all", "backup: {schedule: '@daily'}"))),
                Arguments.of(
                        "Velero (files, 0 2 * * *)",
                        all(
                                release("velero", "velero", "12.0.0", VELERO),
                                POD.formatted(""),
                                schedule("defaultVolumesToFsBackup: true, includedNamespaces: [office]"))),
                Arguments.of(
                        "Velero (files, 0 2 * * *)",
                        all(
                                release("velero", "velero", "12.0.0", VELERO),
                                POD.formatted("backup.velero.io/backup-volumes: \"other, data\""),
                                schedule("includedNamespaces: ['off*']"))),
                Arguments.of(
                        "Velero (snapshots, moved, 0 2 * * *)",
                        all(
                                release("velero", "velero", "12.0.0", VELERO),
                                CEPH,
                                CEPH_SNAPSHOTS,
                                schedule("snapshotMoveData: true, includedResources: [persistentvolumeclaims]"))),
                Arguments.of(
                        "Velero (snapshots, moved, 0 3 * * *)",
                        all(
                                release(
                                        "velero",
                                        "velero",
                                        "12.0.0",
                                        VELERO
                                                + ", schedules: {night: {schedule: 0 3 * * *, template: {snapshotMoveData: true}}}"),
                                CEPH,
                                CEPH_SNAPSHOTS)),
                Arguments.of("Longhorn backups (nightly, 0 3 * * *)", all(LONGHORN, TARGET, job("backup", "default"))),
                Arguments.of(
                        "Longhorn backups (nightly, 0 3 * * *)",
                        all(
                                LONGHORN.replace(
                                        "provisioner",
                                        "parameters: {recurringJobSelector: '[{\"name\":\"nightly\",\"isGroup\":false}]'}, provisioner"),
                                TARGET,
                                job("backup", "none"))),
                Arguments.of(
                        "Longhorn backups (nightly, 0 3 * * *)",
                        Stream.of(
                                        LONGHORN,
                                        TARGET,
                                        job("backup", "gold"),
                                        claim("data", "")
                                                .replace(
                                                        "{name: data}",
                                                        "{name: data, labels: {recurring-job.longhorn.io/source: enabled, recurring-job-group.longhorn.io/gold: enabled}}"))
                                .toArray(String[]::new)),
                Arguments.of("restic jobs", all(copyJob("restic/restic", "args: [backup, --verbose, /data]"))),
                Arguments.of(
                        "rclone jobs",
                        all(copyJob("rclone/rclone:1", "command: [sh, -c, \"rclone sync /data s3:bucket\"]"))),
                Arguments.of(
                        "Litestream (only /data/db.sqlite3)",
                        all(litestream("args: [replicate, /data/db.sqlite3, \"s3://bucket/db\"]"))),
                Arguments.of(
                        "Litestream (only /data/db.sqlite3)",
                        all(
                                litestream("args: [replicate]"),
                                "apiVersion: v1, kind: ConfigMap, metadata: {name: config}, data: {litestream.yml: \"dbs: [{path: /data/db.sqlite3, replicas: [{url: s3://b}]}]\"}")));
    }

    static Stream<Arguments> notBackedUp() {
        return Stream.of(
                Arguments.of("NONE", "is paused", volSync("paused: true, restic: {repository: s}")),
                Arguments.of(
                        "NONE",
                        "a person has to trigger it",
                        all(object(
                                "volsync.backube/v1alpha1",
                                "ReplicationSource",
                                "data",
                                "sourcePVC: data, trigger: {manual: now}, restic: {repository: s}"))),
                Arguments.of("UNKNOWN", "into another volume", volSync("rsyncTLS: {address: nas}")),
                Arguments.of(
                        "NONE",
                        "is suspended",
                        kopiur("suspend: true, ", "policyRef: {name: data}, schedule: {cron: H * * * *}")),
                Arguments.of(
                        "NONE",
                        "suspended schedule",
                        kopiur("", "policyRef: {name: data}, schedule: {cron: H * * * *, suspend: true}")),
                Arguments.of(
                        "NONE", "has no schedule", kopiur("", "policyRef: {name: other}, schedule: {cron: H * * * *}")),
                Arguments.of("NONE", "the annotation k8up.io/backup is false", new String[] {
                    claim("data", "").replace("{name: data}", "{name: data, annotations: {k8up.io/backup: 'false'}}"),
                    object("k8up.io/v1", "Schedule", "all", "backup: {schedule: '@daily'}")
                }),
                Arguments.of(
                        "NONE",
                        "the annotation k8up.io/backup is missing",
                        all(
                                release("k8up", "k8up", "4.0.0", "k8up: {skipWithoutAnnotation: true}"),
                                object("k8up.io/v1", "Schedule", "all", "backup: {schedule: '@daily'}"))),
                Arguments.of(
                        "NONE",
                        "only takes snapshots",
                        all(release("velero", "velero", "12.0.0", VELERO), CEPH, CEPH_SNAPSHOTS, schedule(""))),
                Arguments.of(
                        "NONE",
                        "saves the manifests, not the data",
                        all(
                                release("velero", "velero", "12.0.0", VELERO.replace("EnableCSI", "none")),
                                CEPH,
                                schedule(""))),
                Arguments.of(
                        "NONE",
                        "its agent for the nodes is not installed",
                        all(
                                release(
                                        "velero",
                                        "velero",
                                        "12.0.0",
                                        VELERO.replace("deployNodeAgent: true", "deployNodeAgent: false")),
                                POD.formatted(""),
                                schedule("defaultVolumesToFsBackup: true"))),
                Arguments.of(
                        "NONE",
                        "leaves the pods out",
                        all(
                                release("velero", "velero", "12.0.0", VELERO),
                                POD.formatted(""),
                                schedule(
                                        "defaultVolumesToFsBackup: true, includedResources: [persistentvolumeclaims]"))),
                Arguments.of(
                        "NONE",
                        "leaves the claim out",
                        all(
                                release("velero", "velero", "12.0.0", VELERO),
                                CEPH,
                                CEPH_SNAPSHOTS,
                                schedule("snapshotMoveData: true, excludedResources: [pvc]"))),
                Arguments.of(
                        "NONE",
                        "",
                        all(
                                release("velero", "velero", "12.0.0", VELERO),
                                CEPH,
                                CEPH_SNAPSHOTS,
                                schedule("snapshotMoveData: true, excludedNamespaces: [office]"))),
                Arguments.of(
                        "UNKNOWN",
                        "none that mounts it is known",
                        all(release("velero", "velero", "12.0.0", VELERO), schedule("defaultVolumesToFsBackup: true"))),
                Arguments.of(
                        "UNKNOWN",
                        "how Velero is installed is not in the repository",
                        all(schedule("snapshotMoveData: true"))),
                Arguments.of(
                        "UNKNOWN",
                        "in the cluster itself",
                        all(
                                release(
                                        "velero",
                                        "velero",
                                        "12.0.0",
                                        VELERO.replace(
                                                "https://s3.example.org",
                                                "http://minio.storage.svc.cluster.local:9000")),
                                POD.formatted(""),
                                schedule("defaultVolumesToFsBackup: true"))),
                Arguments.of(
                        "UNKNOWN",
                        "by a policy in a ConfigMap",
                        all(
                                release("velero", "velero", "12.0.0", VELERO),
                                schedule("snapshotMoveData: true, resourcePolicy: {kind: configmap, name: p}"))),
                Arguments.of("UNKNOWN", "does not say where to", all(LONGHORN, job("backup", "default"))),
                Arguments.of("NONE", "only takes snapshots", all(LONGHORN, TARGET, job("snapshot", "default"))),
                Arguments.of("NONE", "do nothing without recurring-job.longhorn.io/source", new String[] {
                    LONGHORN,
                    TARGET,
                    job("backup", "gold"),
                    claim("data", "")
                            .replace(
                                    "{name: data}",
                                    "{name: data, labels: {recurring-job-group.longhorn.io/gold: enabled}}")
                }),
                Arguments.of("UNKNOWN", "made by hand", new String[] {
                    TARGET,
                    job("backup", "default"),
                    claim("data", ", volumeName: data"),
                    object("v1", "PersistentVolume", "data", "csi: {driver: driver.longhorn.io, volumeHandle: data}")
                }),
                Arguments.of(
                        "UNKNOWN",
                        "cannot be read from the job",
                        all(copyJob("restic/restic", "args: [forget, --prune]"))),
                Arguments.of(
                        "UNKNOWN",
                        "cannot be read from the job",
                        all(copyJob("restic/restic", "args: [backup, /data, --repo, /data/repository]"))),
                Arguments.of("UNKNOWN", "configuration is not in the repository", all(litestream("args: [replicate]"))),
                Arguments.of("NONE", "", all(litestream("args: [restore, /data/db.sqlite3]"))));
    }

    private static String[] all(String... objects) {
        return Stream.concat(Stream.of(claim("data", "")), Stream.of(objects)).toArray(String[]::new);
    }

    private static String[] volSync(String spec) {
        return all(object(
                "volsync.backube/v1alpha1",
                "ReplicationSource",
                "data",
                "sourcePVC: data, trigger: {schedule: 0 1 * * *}, " + spec));
    }

    private static String[] kopiur(String policy, String schedule) {
        return all(
                object(
                        "kopiur.home-operations.com/v1alpha1",
                        "SnapshotPolicy",
                        "data",
                        policy + "sources: [{pvc: {name: data}}]"),
                object("kopiur.home-operations.com/v1alpha1", "SnapshotSchedule", "data", schedule));
    }

    private static String schedule(String template) {
        return object("velero.io/v1", "Schedule", "daily", "schedule: 0 2 * * *, template: {" + template + "}");
    }

    private static String job(String task, String group) {
        return object(
                "longhorn.io/v1beta2",
                "RecurringJob",
                "nightly",
                "task: " + task + ", cron: 0 3 * * *, groups: [" + group + "]");
    }

    private static String copyJob(String image, String more) {
        return object(
                "batch/v1",
                "CronJob",
                "copy",
                "jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: \"" + image + "\", " + more
                        + ", volumeMounts: [{name: v, mountPath: /data}]}], volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}}}}");
    }

    private static String litestream(String args) {
        return object(
                "apps/v1",
                "Deployment",
                "notes",
                "template: {spec: {containers: [{name: a, image: litestream/litestream, " + args
                        + ", volumeMounts: [{name: v, mountPath: /data}, {name: c, mountPath: /etc/litestream.yml}]}],"
                        + " volumes: [{name: v, persistentVolumeClaim: {claimName: data}}, {name: c, configMap: {name: config}}]}}");
    }

    @ParameterizedTest
    @MethodSource
    void backedUp(String label, String[] manifests) {
        var volume = Manifests.in(directory).declaring(manifests).volume("data");

        assertThat(volume.backups())
                .as(volume.remark())
                .extracting(DeclaredBackup::label)
                .containsExactly(label);
        assertThat(volume.protection()).isEqualTo(Protection.BACKED_UP);
        assertThat(volume.backups().get(0).source()).contains("more.yaml:");
    }

    @ParameterizedTest
    @MethodSource
    void notBackedUp(String protection, String remark, String[] manifests) {
        var volume = Manifests.in(directory).declaring(manifests).volume("data");

        assertThat(volume.backups()).isEmpty();
        assertThat(volume.protection()).as(volume.remark()).hasToString(protection);
        assertThat(volume.remark()).contains(remark);
    }
}
