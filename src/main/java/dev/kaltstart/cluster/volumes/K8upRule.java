package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.volumes.FoundVolume.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * K8up: a Schedule backs up every claim of its namespace that is mounted for writing, unless its annotation says otherwise
 * (src: k8up-io/k8up:operator/backupcontroller/{executor,backup_utils}.go, docs how-tos/backup).
 */
final class K8upRule implements BackupRule {

    private static final String ANNOTATION = "k8up.io/backup";
    private static final int MOST = 1_000;

    private record Schedule(String id, String cron, boolean selects, String file) {}

    private final Map<String, List<Schedule>> schedules = new LinkedHashMap<>();
    private boolean onlyAnnotated;
    private int count;

    @Override
    public void see(String source, ObjectNode object) {
        var backup = at(object, "spec", "backup");
        if (isA(object, "k8up.io", "Schedule") && backup.isObject() && count++ < MOST) {
            schedules
                    .computeIfAbsent(ManifestText.namespace(object), any -> new ArrayList<>())
                    .add(new Schedule(
                            ManifestText.id(object),
                            ManifestText.name(backup, "schedule"),
                            backup.has("labelSelectors"),
                            source));
        }
    }

    @Override
    public void see(ChartRelease release) {
        if (release.chart().equals("k8up")) {
            onlyAnnotated |= release.flag("k8up", "skipWithoutAnnotation");
        }
    }

    @Override
    public void judge(FoundVolume volume, List<ClaimMount> pods, Judgement judgement) {
        if (volume.origin() != Origin.MOUNT) {
            schedules.getOrDefault(volume.namespace(), List.of()).forEach(one -> judge(volume, one, judgement));
        }
    }

    private void judge(FoundVolume volume, Schedule schedule, Judgement judgement) {
        var wanted = volume.annotations().getOrDefault(ANNOTATION, "");
        var known = volume.origin() == Origin.CLAIM;
        var name = "K8up " + schedule.id();
        if (schedule.cron().isEmpty()) {
            judgement.remark(name, "has no time for backups");
        } else if (wanted.equals("false")) {
            judgement.remark(name, "leaves it out: the annotation %s is false".formatted(ANNOTATION));
        } else if (onlyAnnotated && !wanted.equals("true") && known) {
            judgement.remark(name, "leaves it out: the annotation %s is missing".formatted(ANNOTATION));
        } else if (known && !volume.accessModes().isEmpty() && !isWritable(volume)) {
            judgement.remark(name, "leaves it out: it is not mounted for writing");
        } else if (schedule.selects() || !known) {
            judgement.doubt(name, "chooses by labels and annotations of the claim, which are not known here");
        } else {
            judgement.backup(DataSystem.K8UP, schedule.id(), "restic, " + schedule.cron(), schedule.file());
        }
    }

    private static boolean isWritable(FoundVolume volume) {
        return volume.accessModes().stream().anyMatch(List.of("ReadWriteOnce", "ReadWriteMany")::contains);
    }
}
