package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.EtcdSnapshot;
import dev.kaltstart.cluster.EtcdSnapshots;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The newest snapshot of etcd. Without one the cluster is built from Git alone, so it is never missing. */
@Component
@Order(10)
class EtcdSnapshotItem implements GoBagItem {

    private static final Duration OLD = Duration.ofDays(2);

    private final EtcdSnapshots snapshots;

    EtcdSnapshotItem(EtcdSnapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public String word() {
        return "etcd-snapshot";
    }

    @Override
    public String label() {
        return "Snapshot of etcd";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.CLUSTER_LOSS);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        if (occasion.isRehearsal()) {
            return Optional.of(Prerequisite.unproven("no snapshot is kept of a twin: it is built again from Git"));
        }
        List<EtcdSnapshot> kept = snapshots.of(occasion.cluster().name());
        Optional<EtcdSnapshot> newest =
                kept.stream().filter(EtcdSnapshot::stillIntact).findFirst();
        if (newest.isEmpty()) {
            return Optional.of(
                    Prerequisite.unproven((kept.isEmpty() ? "none is kept" : "every one that is kept is damaged")
                            + ": the cluster would be built from Git, without what only etcd has, such as bindings of volumes."
                            + " Kaltstart takes one a day while a control plane answers talosctl"));
        }
        Duration age = Duration.between(
                newest.get().takenAt(), occasion.cluster().clock().instant());
        String from = "the newest that is intact is " + hours(age) + " old (" + megabytes(newest.get()) + ")";
        return Optional.of(
                age.compareTo(OLD) <= 0
                        ? Prerequisite.proven(from)
                        : Prerequisite.unproven(from
                                + ": what was changed since then is in Git alone; the log says why none was taken"));
    }

    private static String hours(Duration age) {
        if (age.toHours() < 1) {
            return "less than an hour";
        }
        return age.toHours() < 48 ? age.toHours() + " h" : age.toDays() + " days";
    }

    private static String megabytes(EtcdSnapshot snapshot) {
        return Math.max(1, snapshot.size() / 1_000_000) + " MB";
    }
}
