package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.volumes.FoundVolume.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CloudNativePG: a base backup on a schedule, with the tool in the tree or its plugin. A plugin that the cluster does not name
 * makes none (src: cloudnative-pg/cloudnative-pg:api/v1/{cluster,scheduledbackup}_types.go,
 * internal/controller/backup_controller.go).
 */
final class PostgresRule implements BackupRule {

    private static final String GROUP = "postgresql.cnpg.io";
    private static final String BARMAN = "barman-cloud.cloudnative-pg.io";
    private static final int MOST = 5_000;

    /** @param store of the plugin; blank without the plugin */
    private record Postgres(boolean inTree, boolean snapshots, String store) {}

    private record Schedule(String id, String method, String cron, boolean suspended, String file) {}

    private final Map<String, Postgres> clusters = new HashMap<>();
    private final Map<String, List<Schedule>> schedules = new LinkedHashMap<>();
    private final Set<String> stores = new HashSet<>();
    private int count;

    @Override
    public void see(String source, ObjectNode object) {
        if (isA(object, GROUP, "Cluster") && count++ < MOST) {
            var backup = at(object, "spec", "backup");
            clusters.put(
                    ManifestText.id(object),
                    new Postgres(backup.has("barmanObjectStore"), backup.has("volumeSnapshot"), store(object)));
        } else if (isA(object, GROUP, "ScheduledBackup") && count++ < MOST) {
            var spec = at(object, "spec");
            schedules
                    .computeIfAbsent(
                            ManifestText.namespace(object) + "/" + ManifestText.name(spec, "cluster", "name"),
                            any -> new ArrayList<>())
                    .add(new Schedule(
                            ManifestText.id(object),
                            at(spec, "method").asText("barmanObjectStore"),
                            ManifestText.name(spec, "schedule"),
                            text(spec, "suspend").equals("true"),
                            source));
        } else if (isA(object, "barmancloud.cnpg.io", "ObjectStore") && count++ < MOST) {
            stores.add(ManifestText.id(object));
        }
    }

    private static String store(ObjectNode cluster) {
        for (JsonNode plugin : at(cluster, "spec", "plugins")) {
            if (text(plugin, "name").equals(BARMAN) && !text(plugin, "enabled").equals("false")) {
                return ManifestText.name(plugin, "parameters", "barmanObjectName");
            }
        }
        return "";
    }

    @Override
    public void judge(FoundVolume volume, List<ClaimMount> pods, Judgement judgement) {
        var postgres = clusters.get(volume.id());
        if (volume.origin() != Origin.POSTGRES || postgres == null) {
            return;
        }
        var mine = schedules.getOrDefault(volume.id(), List.of());
        mine.forEach(schedule -> judge(volume, postgres, schedule, judgement));
        if (mine.isEmpty() && (postgres.inTree() || !postgres.store().isEmpty())) {
            judgement.remark(
                    "its log goes to the object store, but nothing makes base backups: there is no ScheduledBackup");
        }
    }

    private void judge(FoundVolume volume, Postgres postgres, Schedule schedule, Judgement judgement) {
        if (schedule.suspended()) {
            judgement.remark("CloudNativePG %s is suspended".formatted(schedule.id()));
            return;
        }
        switch (schedule.method()) {
            case "plugin" -> {
                if (postgres.store().isEmpty()) {
                    judgement.remark("CloudNativePG %s fails: the cluster names no plugin with an object store"
                            .formatted(schedule.id()));
                } else if (!stores.contains(volume.namespace() + "/" + postgres.store())) {
                    judgement.doubt("the object store %s is not in the repository".formatted(postgres.store()));
                } else {
                    backup(schedule, "Barman plugin", judgement);
                }
            }
            case "barmanObjectStore" -> {
                if (postgres.inTree()) {
                    backup(schedule, "Barman", judgement);
                } else {
                    judgement.remark("CloudNativePG %s fails: the cluster has no object store for this method"
                            .formatted(schedule.id()));
                }
            }
            default ->
                judgement.remark("CloudNativePG %s only takes snapshots, which are lost with the storage"
                        .formatted(schedule.id()));
        }
    }

    private static void backup(Schedule schedule, String tool, Judgement judgement) {
        judgement.backup(DataSystem.BARMAN, schedule.id(), tool + ", " + schedule.cron(), schedule.file());
    }
}
