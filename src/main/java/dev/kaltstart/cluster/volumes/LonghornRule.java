package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.kustomize.BuildFailure;
import dev.kaltstart.kustomize.ManifestFields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Longhorn's recurring jobs. A volume runs those that its class selects, or its claim where the claim says that its labels
 * count; without any, those of the group {@code default} (src: longhorn/longhorn:enhancements/20210624-label-driven-recurring-job.md,
 * 20221024-pvc-recurring-job-labels; longhorn/website: recurring-snapshots-and-backups).
 */
final class LonghornRule implements BackupRule {

    private static final String JOB = "recurring-job.longhorn.io/";
    private static final String GROUP = "recurring-job-group.longhorn.io/";
    private static final String SOURCE = JOB + "source";
    private static final int MOST = 500;

    private record Job(String name, String task, List<String> groups, String cron, String file) {

        boolean isBackup() {
            return task.startsWith("backup");
        }

        boolean isIn(Set<String> chosen) {
            return chosen.contains(JOB + name) || groups.stream().anyMatch(group -> chosen.contains(GROUP + group));
        }

        String label() {
            return "%s, %s".formatted(name, cron);
        }
    }

    private final List<Job> jobs = new ArrayList<>();
    private final StorageClasses classes;
    private boolean target;

    LonghornRule(StorageClasses classes) {
        this.classes = classes;
    }

    @Override
    public void see(String source, ObjectNode object) {
        if (isA(object, "longhorn.io", "RecurringJob") && jobs.size() < MOST) {
            jobs.add(new Job(
                    ManifestText.name(object, "metadata", "name"),
                    ManifestText.name(object, "spec", "task"),
                    ManifestText.list(at(object, "spec", "groups")),
                    ManifestText.name(object, "spec", "cron"),
                    source));
        } else if (isA(object, "longhorn.io", "BackupTarget")) {
            target |= !text(object, "spec", "backupTargetURL").isEmpty();
        } else if (isA(object, "longhorn.io", "Setting")
                && text(object, "metadata", "name").equals("backup-target")) {
            target |= !text(object, "value").isEmpty();
        }
    }

    @Override
    public void see(ChartRelease release) {
        if (release.chart().equals("longhorn")) {
            target |= !release.text("defaultSettings", "backupTarget").isEmpty()
                    || !release.text("defaultBackupStore", "backupTarget").isEmpty();
        }
    }

    /** Whether the repository says where backups go. */
    boolean hasTarget() {
        return target;
    }

    @Override
    public void judge(FoundVolume volume, List<ClaimMount> pods, Judgement judgement) {
        if (volume.storage() != DataSystem.LONGHORN) {
            return;
        }
        if (!volume.volumeName().isEmpty()) {
            var usual = named(Set.of(GROUP + "default"));
            judgement.doubt(
                    "",
                    "its volume in Longhorn was made by hand, and so were its jobs%s"
                            .formatted(usual.isEmpty() ? "" : "; without any, these apply: " + usual));
            return;
        }
        var chosen = chosen(volume, judgement);
        var mine = jobs.stream().filter(job -> job.isIn(chosen)).toList();
        for (Job job : mine) {
            if (!job.isBackup()) {
                continue;
            }
            if (target) {
                judgement.backup(DataSystem.LONGHORN_BACKUP, "longhorn-system/" + job.name(), job.label(), job.file());
            } else {
                judgement.doubt(
                        "Longhorn's job " + job.name(), "backs it up, but the repository does not say where to");
            }
        }
        if (mine.stream().noneMatch(Job::isBackup)
                && mine.stream().anyMatch(job -> job.task().startsWith("snapshot"))) {
            judgement.remark("Longhorn", "only takes snapshots, which are lost with the storage");
        }
    }

    private String named(Set<String> chosen) {
        return jobs.stream()
                .filter(job -> job.isBackup() && job.isIn(chosen))
                .map(Job::label)
                .limit(5)
                .collect(Collectors.joining("; "));
    }

    private Set<String> chosen(FoundVolume volume, Judgement judgement) {
        var labels = volume.labels().entrySet().stream()
                .filter(label ->
                        label.getValue().equals("enabled") && !label.getKey().equals(SOURCE))
                .map(label -> label.getKey())
                .filter(label -> label.startsWith(JOB) || label.startsWith(GROUP))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var counts = volume.labels().getOrDefault(SOURCE, "").startsWith("enable");
        if (!labels.isEmpty() && !counts) {
            judgement.remark("", "its labels for Longhorn's jobs do nothing without " + SOURCE + ": enabled");
        }
        if (counts && !labels.isEmpty()) {
            return labels;
        }
        var ofClass = ofClass(volume);
        return ofClass.isEmpty() ? Set.of(GROUP + "default") : ofClass;
    }

    /** The parameter is a list of names in JSON, as a text. */
    private Set<String> ofClass(FoundVolume volume) {
        var chosen = new LinkedHashSet<String>();
        var selector = classes.find(volume.storageClass())
                .map(declared -> text(declared.parameters(), "recurringJobSelector"))
                .orElse("");
        try {
            for (JsonNode one : ManifestFields.parsed(selector)) {
                var name = ManifestText.name(one, "name");
                chosen.add((at(one, "isGroup").asBoolean() ? GROUP : JOB) + name);
            }
        } catch (BuildFailure failure) {
            // Longhorn refuses the class as well
            return Set.of();
        }
        return chosen;
    }
}
