package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.config.ClusterSettings;
import dev.kaltstart.cluster.inventory.Discovery.Discovered;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster whose inventory follows its repository. When the repository can no longer be parsed, the last valid
 * inventory stays in use: a half-finished push must not take the cluster away from a running recovery. Thread-safe.
 */
public final class WatchedCluster {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedCluster.class);
    private static final long PAUSE = Duration.ofSeconds(30).toNanos();

    private final ClusterSettings settings;
    private final LongSupplier nanoTime;
    private @Nullable RepositoryStamp stamp;
    private @Nullable Inventory inventory;
    private long lookedAt;
    private String reported = "";

    /** @param nanoTime a monotonic clock */
    public WatchedCluster(ClusterSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    public ClusterSettings settings() {
        return settings;
    }

    /** Empty until the repository was parsed once. */
    public synchronized Optional<Protected> current() {
        var found = RepositoryStamp.of(settings.repository().checkout());
        var now = nanoTime.getAsLong();
        if (!found.equals(stamp) || now - lookedAt >= PAUSE) {
            stamp = found;
            lookedAt = now;
            take(Discovery.discover(settings.repository().checkout(), settings.overrides()));
        }
        return Optional.ofNullable(inventory)
                .map(read -> new Protected(settings.name(), settings.twin(), settings.critical(), read));
    }

    /** Why the repository cannot be parsed, one problem a line; empty when it can be. */
    public synchronized String complaint() {
        return reported;
    }

    private void take(Discovered discovered) {
        if (discovered.inventory() != null) {
            inventory = discovered.inventory();
            reported = "";
            return;
        }
        var complaint = discovered.problems().stream()
                .filter(FileProblem::isError)
                .map(FileProblem::line)
                .collect(Collectors.joining("\n"));
        if (!complaint.equals(reported)) {
            reported = complaint;
            LOG.error(
                    "The repository of {} cannot be parsed; {}:\n{}",
                    settings.name(),
                    inventory == null ? "the cluster is left out" : "the last valid inventory stays in use",
                    complaint);
        }
    }
}
