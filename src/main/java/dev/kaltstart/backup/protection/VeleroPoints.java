package dev.kaltstart.backup.protection;

import dev.kaltstart.cluster.DataSystem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Velero: a backup that is complete, not expired, in a storage location that is available, and with the data of this very
 * claim: a PodVolumeBackup or a DataUpload (src: vmware-tanzu/velero:pkg/apis/velero/{v1,v2alpha1}/*_types.go,
 * pkg/apis/velero/v1/labels_annotations.go).
 */
final class VeleroPoints implements PointSource {

    private static final String BACKUP = "velero.io/backup-name";
    private static final String CLAIM_UID = "velero.io/pvc-uid";

    @Override
    public void read(LiveKinds kinds, List<LiveClaim> claims, FoundPoints found) {
        var all = kinds.list("velero.io", "v1", "Backup", "backups");
        if (all.isEmpty()) {
            return;
        }
        var locations = kinds.list("velero.io", "v1", "BackupStorageLocation", "backupstoragelocations").stream()
                .collect(Collectors.toMap(LiveObject::name, Function.identity(), (one, same) -> one));
        var usable = all.stream()
                .filter(backup -> isUsable(backup, locations, found.now()))
                .collect(Collectors.toMap(LiveObject::name, Function.identity(), (one, same) -> one));
        var byUid = claims.stream().collect(Collectors.toMap(LiveClaim::uid, Function.identity(), (one, same) -> one));
        var byId = LiveClaim.byId(claims);
        Stream.concat(
                        kinds.list("velero.io", "v1", "PodVolumeBackup", "podvolumebackups").stream(),
                        kinds.list("velero.io", "v2alpha1", "DataUpload", "datauploads").stream())
                .filter(data -> data.text("status", "phase").equals("Completed"))
                .forEach(data -> {
                    var claim = data.kind().startsWith("DataUpload")
                            ? byId.get(data.text("spec", "sourceNamespace") + "/" + data.text("spec", "sourcePVC"))
                            : byUid.get(uid(data));
                    var backup = usable.get(data.meta(BACKUP));
                    if (claim != null && backup != null) {
                        backup.time("status", "startTimestamp")
                                .ifPresent(began ->
                                        found.point(claim, new NewestPoint(DataSystem.VELERO, backup.label(), began)));
                    }
                });
    }

    private static String uid(LiveObject data) {
        var label = data.meta(CLAIM_UID);
        return label.isEmpty() ? data.text("spec", "tags", "pvc-uid") : label;
    }

    private static boolean isUsable(LiveObject backup, Map<String, LiveObject> locations, Instant now) {
        var location = locations.get(backup.text("spec", "storageLocation"));
        return backup.text("status", "phase").equals("Completed")
                && !backup.isDeleted()
                && backup.time("status", "expiration").filter(now::isBefore).isPresent()
                && location != null
                && location.text("status", "phase").equals("Available");
    }
}
