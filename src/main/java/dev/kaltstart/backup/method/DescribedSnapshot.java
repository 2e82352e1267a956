package dev.kaltstart.backup.method;

import java.time.Instant;

/**
 * A snapshot that nothing in the cluster names: it is described, and the tool finds it.
 *
 * @param source name of the object that made the snapshot: a ReplicationSource, a CronJob
 * @param before no later snapshot is taken
 * @param previous how many newer ones before that moment are passed over
 */
public record DescribedSnapshot(String source, Instant before, int previous) {

    public String id() {
        return source + "|" + before + "|" + previous;
    }

    public static DescribedSnapshot parse(String id) {
        String[] parts = id.split("\\|", 3);
        return new DescribedSnapshot(parts[0], Instant.parse(parts[1]), Integer.parseInt(parts[2]));
    }

    public String label() {
        return switch (previous) {
            case 0 -> "the newest snapshot before " + before;
            case 1 -> "the last but one snapshot before " + before;
            default -> "the snapshot before " + before + " that has " + previous + " newer ones";
        };
    }
}
