package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.SystemInUse;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.volumes.DeclaredBackup;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Where the backups are. Kaltstart has no credentials for them, so only a person can use them from outside of the cluster. */
@Component
@Order(12)
class BackupStoreItem implements GoBagItem {

    /** As the inventory says it of a store that is one of the cluster's own Services. */
    private static final String INSIDE = "which is in the cluster itself";

    @Override
    public String word() {
        return "backup-store";
    }

    @Override
    public String label() {
        return "Store of the backups";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.CLUSTER_LOSS, Disaster.DRILL_NAMESPACE_RESTORE);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        Inventory inventory = occasion.cluster().inventory();
        Set<DataSystem> systems = systems(inventory);
        if (systems.isEmpty()) {
            return Optional.empty();
        }
        String by = systems.stream().map(DataSystem::label).collect(Collectors.joining(", "));
        String commands =
                systems.stream().map(BackupStoreItem::command).distinct().collect(Collectors.joining(", "));
        return Optional.of(Prerequisite.unproven("list the newest backups of " + by
                + " from this machine, with the address and the keys that you would have without the cluster: "
                + commands
                + inside(inventory)));
    }

    private static Set<DataSystem> systems(Inventory inventory) {
        var all = new TreeSet<DataSystem>();
        Stream.concat(
                        inventory.systems().stream().map(SystemInUse::system),
                        inventory.volumes().all().stream()
                                .flatMap(volume -> volume.backups().stream())
                                .map(DeclaredBackup::system))
                .filter(system -> system.purpose() == DataSystem.Purpose.BACKUP)
                .forEach(all::add);
        return all;
    }

    private static String inside(Inventory inventory) {
        long count = inventory.volumes().all().stream()
                .map(DeclaredVolume::remark)
                .filter(remark -> remark.contains(INSIDE))
                .count();
        return count == 0
                ? ""
                : ". The backups of %s are written to a store in the cluster itself: make sure that its data is elsewhere"
                        .formatted(count == 1 ? "1 volume" : count + " volumes");
    }

    private static String command(DataSystem system) {
        return switch (system) {
            case KOPIUR -> "kopia snapshot list --all";
            case BARMAN -> "barman-cloud-backup-list s3://BUCKET/PATH SERVER";
            case LITESTREAM -> "litestream snapshots URL";
            case RCLONE -> "rclone lsl REMOTE:PATH";
            case LONGHORN_BACKUP, VELERO -> "aws s3 ls s3://BUCKET --recursive";
            default -> "restic -r REPOSITORY snapshots --latest 1";
        };
    }
}
