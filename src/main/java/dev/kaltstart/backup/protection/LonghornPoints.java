package dev.kaltstart.backup.protection;

import dev.kaltstart.cluster.DataSystem;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Longhorn: completed backups of the volume, in a target that is available (src:
 * longhorn/longhorn-manager:k8s/pkg/apis/longhorn/v1beta2/{backup,backuptarget}.go).
 */
final class LonghornPoints implements PointSource {

    private static final String GROUP = "longhorn.io";
    private static final String VERSION = "v1beta2";

    @Override
    public void read(LiveKinds kinds, List<LiveClaim> claims, FoundPoints found) {
        var mine = claims.stream()
                .filter(claim -> claim.storage() == DataSystem.LONGHORN
                        && !claim.handle().isEmpty())
                .collect(Collectors.toMap(LiveClaim::handle, Function.identity(), (one, same) -> one));
        if (mine.isEmpty()) {
            return;
        }
        var targets = kinds.list(GROUP, VERSION, "BackupTarget", "backuptargets").stream()
                .collect(Collectors.toMap(
                        LiveObject::name,
                        target -> target.text("status", "available").equals("true"),
                        (one, same) -> one));
        kinds.list(GROUP, VERSION, "Backup", "backups").stream()
                .filter(backup -> backup.text("status", "state").equals("Completed") && !backup.isDeleted())
                .forEach(backup -> {
                    var claim = mine.get(backup.text("status", "volumeName"));
                    var named = backup.text("status", "backupTargetName");
                    var target = named.isEmpty() ? "default" : named;
                    if (claim == null) {
                        return;
                    }
                    if (Boolean.TRUE.equals(targets.get(target))) {
                        backup.time("status", "snapshotCreatedAt")
                                .or(() -> backup.time("status", "backupCreatedAt"))
                                .ifPresent(at -> found.point(
                                        claim, new NewestPoint(DataSystem.LONGHORN_BACKUP, backup.label(), at)));
                    } else {
                        found.method(claim, DataSystem.LONGHORN_BACKUP);
                        found.remark(claim, "Longhorn's backup target %s is not available".formatted(target));
                    }
                });
    }
}
