package dev.kaltstart.storage;

import dev.kaltstart.cluster.CountedNoun;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is wrong with volumes. Longhorn judges only those that are attached: a detached one stays {@code unknown} and its
 * missing replicas are not rebuilt, so they are counted here.
 *
 * @param copies good replicas on nodes that are ready, by the name of the volume
 * @param offline Longhorn rebuilds the replicas of detached volumes, unless the volume says otherwise
 */
record VolumeHealth(List<Volume> volumes, Map<String, Long> copies, boolean offline) {

    private static final int MOST = 10;

    static VolumeHealth of(Longhorn longhorn, List<Volume> volumes) {
        Set<String> ready = longhorn.nodes().stream()
                .filter(StorageNode::ready)
                .map(StorageNode::name)
                .collect(Collectors.toSet());
        Map<String, Long> copies = longhorn.replicas().stream()
                .filter(replica -> replica.usable() && ready.contains(replica.node()))
                .collect(Collectors.groupingBy(Replica::volume, Collectors.counting()));
        return new VolumeHealth(
                volumes, copies, longhorn.setting("offline-replica-rebuilding").equals("true"));
    }

    /** Faulted, degraded, attached and silent, or detached and about to be rebuilt: time makes them well, or nothing. */
    List<Volume> sick() {
        return volumes.stream()
                .filter(volume -> volume.sick() || (incomplete(volume) && volume.rebuiltOffline(offline)))
                .toList();
    }

    /** Detached with too few replicas, and nothing rebuilds them before they are attached. */
    List<Volume> waiting() {
        return volumes.stream()
                .filter(volume -> !volume.sick() && incomplete(volume) && !volume.rebuiltOffline(offline))
                .toList();
    }

    private boolean incomplete(Volume volume) {
        return !volume.attached() && count(volume) < volume.wanted();
    }

    private long count(Volume volume) {
        return copies.getOrDefault(volume.name(), 0L);
    }

    /** {@code office/paperless (pvc-1) is degraded}. */
    String message(Volume volume) {
        return volume.label() + " is "
                + (incomplete(volume) ? volume.state() + " with " + shortage(volume) : volume.robustness());
    }

    private String shortage(Volume volume) {
        return count(volume) + " of " + CountedNoun.of(volume.wanted(), "replica");
    }

    /** An addition to the message that all is well; blank when no volume waits. */
    String waitingMessage() {
        List<Volume> waiting = waiting();
        if (waiting.isEmpty()) {
            return "";
        }
        Function<Volume, String> line = volume -> volume.label() + " " + shortage(volume);
        String more = waiting.size() > MOST ? " and " + (waiting.size() - MOST) + " more" : "";
        return "; but " + CountedNoun.of(waiting.size(), "detached volume has", "detached volumes have")
                + " too few replicas: "
                + waiting.stream().limit(MOST).map(line).collect(Collectors.joining(", ")) + more
                + ". Longhorn rebuilds them once they are attached (start their workloads), or with offline rebuilding:"
                + " kubectl -n " + Longhorn.NAMESPACE + " patch volumes.longhorn.io "
                + waiting.get(0).name() + " --type merge -p '{\"spec\":{\"offlineRebuilding\":\"enabled\"}}'";
    }
}
