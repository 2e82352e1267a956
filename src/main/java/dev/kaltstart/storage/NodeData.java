package dev.kaltstart.storage;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The data that a node takes with it.
 *
 * @param lost volumes that are gone when the node is wiped, one label each
 * @param doubts what only a person can judge, one sentence each
 */
record NodeData(List<String> lost, List<String> doubts) {

    private static final int MOST = 10;

    static NodeData of(StorageLook look, Node node, Run run) {
        List<LocalVolume> local = local(look, node);
        var lost = new ArrayList<String>();
        look.longhorn()
                .ifPresent(longhorn -> longhorn.lastReplicas(node.name().value()).stream()
                        .map(Volume::label)
                        .forEach(lost::add));
        labels(local, LocalVolume::lostWithTheWipe).forEach(lost::add);
        var doubts = new ArrayList<String>();
        look.rook().clusters().stream()
                .filter(cluster -> !cluster.external())
                .flatMap(cluster -> ceph(look.rook(), cluster, node, run).stream())
                .forEach(doubts::add);
        look.postgres().stream()
                .flatMap(cluster -> postgres(look, cluster, node).stream())
                .forEach(doubts::add);
        elsewhere(node, labels(local, volume -> volume.tied() && !volume.lostWithTheWipe()))
                .ifPresent(doubts::add);
        unplaced(node, labels(local, volume -> !volume.tied())).ifPresent(doubts::add);
        look.undecidable().stream()
                .map(name -> "Kaltstart cannot judge " + name + ": find out whether " + node.name()
                        + " has the only copy of anything")
                .forEach(doubts::add);
        return new NodeData(lost, doubts);
    }

    private static List<LocalVolume> local(StorageLook look, Node node) {
        var nodes = look.client().nodes().list().getItems();
        return look.volumes().stream()
                .filter(volume -> LocalVolume.isOn(volume, node, nodes))
                .map(LocalVolume::of)
                .toList();
    }

    private static List<String> labels(List<LocalVolume> volumes, Predicate<LocalVolume> wanted) {
        return volumes.stream().filter(wanted).map(LocalVolume::label).sorted().toList();
    }

    /** A wipe takes the system disk's STATE and EPHEMERAL: monitors are there, OSDs are not. */
    private static Optional<String> ceph(RookCeph rook, CephCluster cluster, Node node, Run run) {
        var said = new ArrayList<String>();
        var osds = rook.osds(cluster, node).keySet();
        var monitors = rook.monitors(cluster, node);
        Optional<String> outdated = cluster.outdated(run.cluster().clock().instant());
        if (!osds.isEmpty()) {
            said.add("OSD " + String.join(", ", osds) + " on " + node.name()
                    + ": a wipe leaves their disks alone, but their copies are away until the node is back");
            said.addAll(rook.fragilePools(cluster));
        }
        if (!monitors.isEmpty() && !rook.quorumWithout(cluster, monitors)) {
            said.add("without monitor " + String.join(", ", monitors) + " of " + node.name()
                    + ", whose data under /var is wiped, the monitors have no quorum, and no data can be reached");
        }
        outdated.ifPresentOrElse(said::add, () -> {
            if (!cluster.healthy()) {
                said.add("it is " + cluster.message());
            }
        });
        return said.isEmpty() ? Optional.empty() : Optional.of(cluster.label() + ": " + String.join("; ", said));
    }

    private static Optional<String> postgres(StorageLook look, PostgresCluster cluster, Node node) {
        List<String> last = cluster.lastOn(look.client(), node);
        return last.isEmpty()
                ? Optional.empty()
                : Optional.of(cluster.label() + ": no instance is ready on another node than " + node.name()
                        + ", which has " + String.join(", ", last)
                        + (last.contains(cluster.primary()) ? ", the primary" : ""));
    }

    private static Optional<String> elsewhere(Node node, List<String> volumes) {
        return sentence(
                volumes,
                "only " + node.name() + " can mount %s. A wipe takes what is on STATE and EPHEMERAL (/var) and leaves"
                        + " other disks and partitions alone; a replaced machine has none of it");
    }

    private static Optional<String> unplaced(Node node, List<String> volumes) {
        return sentence(
                volumes, "hostPath volumes do not say where their data is, which may be " + node.name() + ": %s");
    }

    private static Optional<String> sentence(List<String> volumes, String format) {
        return volumes.isEmpty() ? Optional.empty() : Optional.of(format.formatted(named(volumes)));
    }

    private static String named(List<String> volumes) {
        return volumes.stream().limit(MOST).collect(Collectors.joining(", "))
                + (volumes.size() > MOST ? " and " + (volumes.size() - MOST) + " more" : "");
    }

    boolean none() {
        return lost.isEmpty() && doubts.isEmpty();
    }

    /** For the evidence of a step. */
    String message(Node node) {
        var said = new ArrayList<String>();
        if (!lost.isEmpty()) {
            said.add("the only good copy is on " + node.name() + ": " + String.join(", ", lost));
        }
        said.addAll(doubts);
        return String.join("; ", said);
    }
}
