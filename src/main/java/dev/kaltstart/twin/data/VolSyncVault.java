package dev.kaltstart.twin.data;

import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The repository of one ReplicationSource, outside of the cluster: it outlives the object.
 *
 * @param source namespace and name of the ReplicationSource
 */
record VolSyncVault(World world, String source) {

    static final String MARK = "vault/";

    /** A snapshot, the newest first. */
    record Snapshot(Instant at, VolumeData data) {}

    List<Snapshot> snapshots() {
        return world.marks()
                .getOrDefault(mark(), "")
                .lines()
                .map(VolSyncVault::parse)
                .sorted(Comparator.comparing(Snapshot::at).reversed())
                .toList();
    }

    private static Snapshot parse(String line) {
        var parts = line.split(" ", 2);
        return new Snapshot(Instant.parse(parts[0]), VolumeData.parse(parts[1]));
    }

    void save(Instant at, VolumeData data) {
        var before = world.marks().getOrDefault(mark(), "");
        world.marks().put(mark(), before + Json.time(at) + " " + data.text() + "\n");
    }

    /** As the mover selects it: the newest that is not younger, with so many passed over. */
    Optional<Snapshot> select(Instant before, int previous) {
        return snapshots().stream()
                .filter(snapshot -> !snapshot.at().isAfter(before))
                .skip(previous)
                .findFirst();
    }

    private String mark() {
        return MARK + source;
    }
}
