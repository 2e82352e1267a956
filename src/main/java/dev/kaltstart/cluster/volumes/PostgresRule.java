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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    private record Postgres(boolean inTree, String address, String store) {}

    private record Schedule(String id, String method, String cron, boolean suspended, String file) {}

    private final Map<String, Postgres> clusters = new HashMap<>();
    private final Map<String, List<Schedule>> schedules = new LinkedHashMap<>();
    /** With their addresses. */
    private final Map<String, String> stores = new HashMap<>();

    private int count;

    @Override
    public void see(String source, ObjectNode object) {
        if (isA(object, GROUP, "Cluster") && count++ < MOST) {
            var backup = at(object, "spec", "backup");
            clusters.put(
                    ManifestText.id(object),
                    new Postgres(
                            backup.has("barmanObjectStore"),
                            ManifestText.name(backup, "barmanObjectStore", "endpointURL"),
                            store(object)));
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
            stores.put(ManifestText.id(object), ManifestText.name(object, "spec", "configuration", "endpointURL"));
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
        var name = volume.namespace() + "/" + volume.app();
        var postgres = clusters.get(name);
        if (volume.origin() != Origin.POSTGRES || postgres == null) {
            return;
        }
        var mine = schedules.getOrDefault(name, List.of());
        mine.forEach(schedule -> judge(volume, postgres, schedule, judgement));
        if (mine.isEmpty() && (postgres.inTree() || !postgres.store().isEmpty())) {
            judgement.remark(
                    "",
                    "its log goes to the object store, but nothing makes base backups: there is no ScheduledBackup");
        }
    }

    private void judge(FoundVolume volume, Postgres postgres, Schedule schedule, Judgement judgement) {
        var name = "CloudNativePG " + schedule.id();
        if (schedule.suspended()) {
            judgement.remark(name, "is suspended");
            return;
        }
        switch (schedule.method()) {
            case "plugin" -> {
                if (postgres.store().isEmpty()) {
                    judgement.remark(name, "fails: the cluster names no plugin with an object store");
                } else if (!stores.containsKey(volume.namespace() + "/" + postgres.store())) {
                    judgement.doubt(
                            name,
                            "writes to the object store %s, which is not in the repository"
                                    .formatted(postgres.store()));
                } else {
                    var address = stores.getOrDefault(volume.namespace() + "/" + postgres.store(), "");
                    backup(schedule, "Barman plugin", address, judgement);
                }
            }
            case "barmanObjectStore" -> {
                if (postgres.inTree()) {
                    backup(schedule, "Barman", postgres.address(), judgement);
                } else {
                    judgement.remark(name, "fails: the cluster has no object store for this method");
                }
            }
            default -> judgement.remark(name, "only takes snapshots, which are lost with the storage");
        }
    }

    private static void backup(Schedule schedule, String tool, String address, Judgement judgement) {
        if (BackupAddress.isInCluster(address)) {
            judgement.doubt("CloudNativePG " + schedule.id(), BackupAddress.doubt(address));
            return;
        }
        judgement.backup(DataSystem.BARMAN, schedule.id(), tool + ", " + schedule.cron(), schedule.file());
    }
}
