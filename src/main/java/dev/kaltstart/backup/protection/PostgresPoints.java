package dev.kaltstart.backup.protection;

import dev.kaltstart.cluster.DataSystem;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * CloudNativePG: completed base backups that are no snapshots. With the archived log more can be brought back, but nothing in
 * the cluster says up to when (src: cloudnative-pg/cloudnative-pg:api/v1/{backup,cluster}_types.go).
 */
final class PostgresPoints implements PointSource {

    private static final String GROUP = "postgresql.cnpg.io";
    private static final String CLUSTER = "cnpg.io/cluster";

    @Override
    public void read(LiveKinds kinds, List<LiveClaim> claims, FoundPoints found) {
        var mine =
                claims.stream().filter(claim -> !claim.label(CLUSTER).isEmpty()).toList();
        if (mine.isEmpty()) {
            return;
        }
        var newest = new HashMap<String, NewestPoint>();
        kinds.list(GROUP, "v1", "Backup", "backups").stream()
                .filter(backup -> backup.text("status", "phase").equals("completed") && !backup.isDeleted())
                .filter(backup -> !backup.text("spec", "method").equals("volumeSnapshot"))
                .forEach(backup -> backup.time("status", "startedAt")
                        .ifPresent(at -> keep(
                                newest,
                                backup.namespace() + "/" + backup.text("spec", "cluster", "name"),
                                backup,
                                at)));
        Map<String, LiveObject> archiving = new HashMap<>();
        kinds.list(GROUP, "v1", "Cluster", "clusters").forEach(cluster -> {
            cluster.time("status", "lastSuccessfulBackupByMethod", "barmanObjectStore")
                    .ifPresent(at -> keep(newest, cluster.namespace() + "/" + cluster.name(), cluster, at));
            if (cluster.condition("ContinuousArchiving").equals("True")) {
                archiving.put(cluster.namespace() + "/" + cluster.name(), cluster);
            }
        });
        mine.forEach(claim -> {
            var cluster = claim.namespace() + "/" + claim.label(CLUSTER);
            var point = newest.get(cluster);
            if (point != null) {
                found.point(claim, point);
                if (archiving.containsKey(cluster)) {
                    found.continuous(claim);
                    found.remark(claim, "its log is archived too: more than the base backup can be brought back");
                }
            }
        });
    }

    private static void keep(Map<String, NewestPoint> newest, String cluster, LiveObject object, Instant at) {
        newest.merge(
                cluster,
                new NewestPoint(DataSystem.BARMAN, object.label(), at),
                (one, other) -> other.at().isAfter(one.at()) ? other : one);
    }
}
