package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.volumes.FoundVolume.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Velero: of a volume it may take the files, a snapshot that it moves out of the cluster, or only a snapshot. */
final class VeleroRule implements BackupRule {

    private static final String TAKE = "backup.velero.io/backup-volumes";
    private static final String LEAVE = "backup.velero.io/backup-volumes-excludes";
    private static final String LEAVE_OBJECT = "velero.io/exclude-from-backup";
    private static final List<String> CLAIMS =
            List.of("persistentvolumeclaims", "persistentvolumeclaim", "pvc", "persistentvolumeclaims.v1.");
    private static final List<String> PODS = List.of("pods", "pod", "po");
    private static final int MOST = 200;

    private final List<VeleroSchedule> schedules = new ArrayList<>();
    private final VeleroInstallation installation = new VeleroInstallation();
    private final LonghornRule longhorn;

    VeleroRule(LonghornRule longhorn) {
        this.longhorn = longhorn;
    }

    @Override
    public void see(String source, ObjectNode object) {
        installation.see(object);
        if (isA(object, "velero.io", "Schedule")) {
            add(new VeleroSchedule(
                    ManifestText.id(object),
                    ManifestText.name(object, "spec", "schedule"),
                    text(object, "spec", "paused").equals("true"),
                    at(object, "spec", "template"),
                    source));
        }
    }

    @Override
    public void see(ChartRelease release) {
        installation.see(release);
        if (release.chart().equals("velero")) {
            release.at("schedules").properties().stream()
                    .filter(one -> !text(one.getValue(), "disabled").equals("true"))
                    .limit(MOST)
                    .forEach(one -> add(new VeleroSchedule(
                            release.namespace() + "/" + release.name() + "-" + ManifestText.name(one.getKey()),
                            ManifestText.name(one.getValue(), "schedule"),
                            text(one.getValue(), "paused").equals("true"),
                            at(one.getValue(), "template"),
                            release.source())));
        }
    }

    private void add(VeleroSchedule schedule) {
        if (schedules.size() < MOST) {
            schedules.add(schedule);
        }
    }

    @Override
    public void judge(FoundVolume volume, List<ClaimMount> pods, Judgement judgement) {
        if (volume.origin() == Origin.MOUNT) {
            return;
        }
        schedules.stream()
                .filter(schedule -> schedule.covers(volume.namespace()))
                .forEach(schedule -> judge(volume, pods, schedule, judgement));
    }

    private void judge(FoundVolume volume, List<ClaimMount> pods, VeleroSchedule schedule, Judgement judgement) {
        var name = "Velero " + schedule.id();
        if (schedule.paused()) {
            judgement.remark(name, "is paused");
        } else if (!schedule.includes(CLAIMS) || "true".equals(volume.labels().get(LEAVE_OBJECT))) {
            judgement.remark(name, "leaves the claim out");
        } else if (schedule.hasPolicy()) {
            judgement.doubt(name, "decides by a policy in a ConfigMap, which is not read");
        } else if (!installation.isKnown()) {
            judgement.doubt(name, "covers it, but how Velero is installed is not in the repository");
        } else {
            data(volume, pods, schedule, name, judgement);
        }
    }

    private void data(
            FoundVolume volume, List<ClaimMount> pods, VeleroSchedule schedule, String name, Judgement judgement) {
        var files = schedule.setting("defaultVolumesToFsBackup", installation.filesByDefault());
        if (pods.stream().anyMatch(pod -> files ? !isNamed(pod, LEAVE) : isNamed(pod, TAKE))
                || (files && pods.isEmpty() && volume.origin() == Origin.CHART)) {
            files(pods, schedule, name, judgement);
        } else if (files && pods.isEmpty()) {
            judgement.doubt(
                    name, "takes the files of volumes that a pod mounts, and none that mounts it is known here");
        } else if (!schedule.setting("snapshotVolumes", true) || volume.storage() == DataSystem.LOCAL_VOLUMES) {
            judgement.remark(name, "saves the manifests, not the data");
        } else {
            snapshot(volume, schedule, name, judgement);
        }
    }

    private static boolean isNamed(ClaimMount mount, String annotation) {
        return List.of(mount.pod().annotations().getOrDefault(annotation, "").split("\\s*,\\s*"))
                .contains(mount.volume());
    }

    private void files(List<ClaimMount> pods, VeleroSchedule schedule, String name, Judgement judgement) {
        var labels =
                pods.isEmpty() ? Map.<String, String>of() : pods.get(0).pod().labels();
        var taken = schedule.takes(labels);
        if (!schedule.includes(PODS)) {
            judgement.remark(name, "leaves the pods out, and takes files only with them");
        } else if (!installation.agent()) {
            judgement.remark(name, "takes no files: its agent for the nodes is not installed");
        } else if (taken.isEmpty() || (!taken.get() && pods.isEmpty())) {
            judgement.doubt(name, "chooses by labels that are not known here");
        } else if (taken.get()) {
            backup(schedule, "files", judgement);
        } else {
            judgement.remark(name, "chooses other labels");
        }
    }

    private void snapshot(FoundVolume volume, VeleroSchedule schedule, String name, Judgement judgement) {
        var moves = schedule.setting("snapshotMoveData", installation.movesByDefault());
        var taken = schedule.takes(volume.labels());
        if (!installation.snapshots()) {
            judgement.remark(name, "saves the manifests, not the data: snapshots are off");
        } else if (volume.storage() == DataSystem.NFS && volume.storageClass().isEmpty()) {
            judgement.remark(name, "saves the manifests, not the data: the volume has no snapshots");
        } else if (taken.isEmpty() || (!taken.get() && volume.origin() != Origin.CLAIM)) {
            judgement.doubt(name, "chooses by labels that are not known here");
        } else if (!taken.get()) {
            judgement.remark(name, "chooses other labels");
        } else if (moves && !installation.agent()) {
            judgement.remark(name, "moves no data: its agent for the nodes is not installed");
        } else if (!installation.hasSnapshotClass(volume.storage())) {
            judgement.doubt(
                    name,
                    volume.storage() == null
                            ? "takes snapshots, but what the storage class is made of is not in the repository"
                            : "takes snapshots, but no VolumeSnapshotClass for this storage is in the repository");
        } else if (moves) {
            backup(schedule, "snapshots, moved", judgement);
        } else if (!installation.snapshotIsBackup(volume.storage())) {
            judgement.remark(name, "only takes snapshots, which are lost with the storage");
        } else if (longhorn.hasTarget()) {
            backup(schedule, "backups of Longhorn", judgement);
        } else {
            judgement.doubt(name, "makes backups of Longhorn, but the repository does not say where to");
        }
    }

    private void backup(VeleroSchedule schedule, String what, Judgement judgement) {
        var address = installation.address(schedule.location());
        if (address.isEmpty()) {
            judgement.doubt("Velero " + schedule.id(), "writes to a storage location that is not in the repository");
            return;
        }
        if (BackupAddress.isInCluster(address.get())) {
            judgement.doubt("Velero " + schedule.id(), BackupAddress.doubt(address.get()));
            return;
        }
        judgement.backup(DataSystem.VELERO, schedule.id(), what + ", " + schedule.cron(), schedule.file());
    }
}
