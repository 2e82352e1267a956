package dev.kaltstart.talos.rebuild;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A copy of etcd that is kept outside of the cluster.
 *
 * @param id one word, unique in its cluster
 * @param sha256 of the file when the copy was made, in hexadecimal digits
 */
public record EtcdCopy(String id, Path file, Instant takenAt, long bytes, String sha256) {

    String label() {
        return "the snapshot of " + takenAt + " (" + bytes / 1_000_000 + " MB, " + file.getFileName() + ")";
    }
}
