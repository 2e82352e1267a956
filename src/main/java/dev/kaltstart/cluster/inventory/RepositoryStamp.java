package dev.kaltstart.cluster.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cheap change detector: the times of the files that describe the machines and of those that every pull touches.
 * Changes that it misses are found by the periodic full re-read.
 */
record RepositoryStamp(List<Long> times) {

    private static final List<String> FILES = List.of(
            ".git/HEAD",
            ".git/index",
            ".sops.yaml",
            "talos/talconfig.yaml",
            "talos/talenv.yaml",
            "talos/topf.yaml",
            "kubernetes/bootstrap/talos/talconfig.yaml",
            "kubernetes/bootstrap/talos/talenv.yaml");

    static RepositoryStamp of(Path root) {
        return new RepositoryStamp(FILES.stream()
                .map(root::resolve)
                .flatMap(RepositoryStamp::times)
                .toList());
    }

    /** Time and size: two writes within one tick of the file system's clock are not rare. */
    private static Stream<Long> times(Path file) {
        try {
            return Stream.of(Files.getLastModifiedTime(file).toMillis(), Files.size(file));
        } catch (IOException e) {
            return Stream.of(0L, 0L);
        }
    }
}
