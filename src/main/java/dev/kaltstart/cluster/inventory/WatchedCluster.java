package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Clusters.LiveRecord;
import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.check.PlainText;
import dev.kaltstart.cluster.config.ClusterSettings;
import dev.kaltstart.cluster.inventory.Discovery.Discovered;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
    private final Supplier<List<SeenNode>> record;
    private @Nullable RepositoryStamp stamp;
    private @Nullable Inventory inventory;
    private long lookedAt;
    private String reported = "";
    private List<String> machineProblems = List.of();
    private LiveRecord live = LiveRecord.NONE;
    private List<SeenNode> seen = List.of();

    /**
     * @param nanoTime a monotonic clock
     * @param record of the live cluster; must not wait for anything
     */
    public WatchedCluster(ClusterSettings settings, LongSupplier nanoTime, Supplier<List<SeenNode>> record) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.record = record;
    }

    public ClusterSettings settings() {
        return settings;
    }

    /** Empty until the repository was parsed once. */
    public synchronized Optional<Protected> current() {
        var found = RepositoryStamp.of(settings.repository().checkout());
        var now = nanoTime.getAsLong();
        var shown = record.get();
        if (!found.equals(stamp) || !shown.equals(seen) || now - lookedAt >= PAUSE) {
            stamp = found;
            seen = shown;
            lookedAt = now;
            take(Discovery.discover(settings.repository().checkout(), settings.overrides(), shown));
        }
        return Optional.ofNullable(inventory)
                .map(read -> new Protected(
                        settings.name(), settings.twin(), settings.critical(), read, machineProblems, live));
    }

    /** Why the repository cannot be parsed, one problem a line; empty when it can be. */
    public synchronized String complaint() {
        return reported;
    }

    private boolean losesNodes(Inventory found) {
        return inventory != null
                && !inventory.nodes().isEmpty()
                && found.nodes().isEmpty();
    }

    private void take(Discovered discovered) {
        var found = discovered.inventory();
        // why nodes are missing is shown even while those from before stay in use
        live = live(discovered);
        if (found != null && !losesNodes(found)) {
            inventory = found;
            machineProblems = found.nodes().isEmpty() ? machineProblems(discovered) : List.of();
            reported = "";
            return;
        }
        var complaint = String.join("\n", problems(discovered));
        if (!complaint.equals(reported)) {
            reported = complaint;
            LOG.error(
                    "The repository of {} cannot be parsed; {}:\n{}",
                    settings.name(),
                    inventory == null ? "the cluster is left out" : "the last valid inventory stays in use",
                    complaint);
        }
    }

    private static LiveRecord live(Discovered discovered) {
        var nodes = discovered.nodes();
        return new LiveRecord(
                nodes.seen(), nodes.findings().stream().map(FileProblem::line).toList(), nodes.toDeclare());
    }

    private List<String> machineProblems(Discovered discovered) {
        var problems = problems(discovered);
        if (!problems.equals(machineProblems)) {
            LOG.warn("No node of {} can be recovered; drift can:\n{}", settings.name(), String.join("\n", problems));
        }
        return problems;
    }

    /** The errors; without one, what is not known of the nodes. */
    private static List<String> problems(Discovered discovered) {
        var errors = discovered.problems().stream()
                .filter(FileProblem::isError)
                .map(FileProblem::line)
                .toList();
        return !errors.isEmpty()
                ? errors
                : discovered.nodes().incomplete().stream()
                        .map(node -> "%s: %s is not known; declare it in kaltstart.yaml under 'nodes'"
                                .formatted(PlainText.text(node.label()), String.join(", ", node.missing())))
                        .toList();
    }
}
