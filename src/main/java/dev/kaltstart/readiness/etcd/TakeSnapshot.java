package dev.kaltstart.readiness.etcd;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.ProgramProof;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.talos.TalosCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Takes one snapshot, from the first control plane that can give one. It only reads from the cluster. That talosctl has ended
 * well proves nothing: the file is checked.
 */
@Component
class TakeSnapshot {

    private static final Duration QUESTION = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** etcd itself recommends no database above 8 GiB. */
    private static final long LARGEST = 10L << 30;

    /** Kaltstart's own database is on the same disk. */
    private static final long ROOM = 2L << 30;

    private final SnapshotFolder folder;

    TakeSnapshot(SnapshotFolder folder) {
        this.folder = folder;
    }

    /** @return why there is no new one, for people; empty when there is */
    Optional<String> of(Cluster cluster, Instant now) {
        try {
            Path file = folder.begin(cluster.name(), now);
            if (Files.getFileStore(file.resolveSibling(".")).getUsableSpace() < ROOM) {
                return Optional.of("there is less than 2 GiB of room left in " + file.getParent());
            }
            Optional<String> trouble = taken(cluster, file);
            if (trouble.isEmpty()) {
                folder.forgetOld(cluster.name());
            }
            return trouble;
        } catch (IOException e) {
            return Optional.of("it cannot be written: " + e.getMessage());
        } catch (Shell.MissingTool e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> taken(Cluster cluster, Path file) throws IOException {
        Set<String> troubles = new LinkedHashSet<>();
        for (Node node : cluster.inventory().controlPlanes()) {
            Optional<String> trouble = from(cluster, node, file);
            if (trouble.isEmpty()) {
                return Optional.empty();
            }
            troubles.add(node.name() + ": " + trouble.get());
        }
        return Optional.of(troubles.isEmpty() ? "no control plane is known" : String.join("; ", troubles));
    }

    private Optional<String> from(Cluster cluster, Node node, Path file) throws IOException {
        try {
            // without a quorum, the answer would be waited for
            Result healthy = cluster.looking()
                    .run(TalosCommand.on(cluster, node, "etcd", "status").within(QUESTION));
            if (!healthy.succeeded()) {
                return Optional.of("its etcd does not answer " + last(healthy));
            }
            Result result = cluster.looking()
                    .run(TalosCommand.on(cluster, node, "etcd", "snapshot", file.toString())
                            .within(PATIENCE));
            return checked(file, result);
        } catch (Failure e) {
            return Optional.of(e.message());
        }
    }

    private Optional<String> checked(Path file, Result result) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of("it has given no snapshot " + last(result));
        }
        if (Files.size(file) > LARGEST) {
            Files.delete(file);
            return Optional.of("its snapshot is larger than 10 GiB: defragment etcd");
        }
        SnapshotContent content = SnapshotContent.read(file);
        if (!content.complete()) {
            Files.delete(file);
            return Optional.of("its snapshot is not complete " + last(result));
        }
        folder.keep(file, content);
        return Optional.empty();
    }

    private static String last(Result result) {
        return result.ending() == Result.Ending.EXITED
                ? "(exit code %d %s)"
                        .formatted(result.exitCode(), ProgramProof.lastLine(result.error()))
                        .replace(" )", ")")
                : "(in time)";
    }
}
