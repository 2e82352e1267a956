package dev.kaltstart.backup.method;

import java.time.Instant;

/**
 * A snapshot as VolSync finds it: it cannot be named, only described.
 *
 * @param source name of the ReplicationSource that made the snapshot
 * @param before no later snapshot is taken
 * @param previous how many newer ones before that moment are passed over
 */
record VolSyncSnapshot(String source, Instant before, int previous) {

    String id() {
        return source + "|" + before + "|" + previous;
    }

    static VolSyncSnapshot parse(String id) {
        String[] parts = id.split("\\|", 3);
        return new VolSyncSnapshot(parts[0], Instant.parse(parts[1]), Integer.parseInt(parts[2]));
    }

    String label() {
        return switch (previous) {
            case 0 -> "the newest snapshot before " + before;
            case 1 -> "the last but one snapshot before " + before;
            default -> "the snapshot before " + before + " that has " + previous + " newer ones";
        };
    }
}
