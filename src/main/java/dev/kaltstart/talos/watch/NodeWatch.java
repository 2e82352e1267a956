package dev.kaltstart.talos.watch;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.SeenNodes;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Records the nodes of the real clusters while they answer: a repository may not describe them, and on the day of the
 * disaster the cluster does not answer. Only reads, and runs on a thread of its own, because a dead node is waited for.
 */
@Component
class NodeWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);
    private static final String NO_RECOVERY = "";

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var one = new Thread(work, "node-watch");
        one.setDaemon(true);
        return one;
    });
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Clusters clusters;
    private final SeenNodes seen;
    private final Redaction redaction;
    private final Clock clock;

    NodeWatch(Clusters clusters, SeenNodes seen, Redaction redaction, Clock clock) {
        this.redaction = redaction;
        this.clusters = clusters;
        this.seen = seen;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${kaltstart.nodes.look-first:PT30S}",
            fixedDelayString = "${kaltstart.nodes.look:PT15M}")
    void begin() {
        if (looking.compareAndSet(false, true)) {
            thread.execute(() -> {
                try {
                    look();
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    void look() {
        clusters.all().stream().filter(cluster -> !cluster.twinOnly()).forEach(cluster -> look(cluster.name()));
    }

    private void look(String cluster) {
        try {
            seen.refresh();
            var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            var look = new NodeLook(
                    clusters.open(cluster, Mode.LIVE, NO_RECOVERY, Clusters.LOOKING), redaction, now, System::nanoTime);
            var claimed = look.claimed();
            seen.saw(cluster, look.shown(claimed.claims(), seen.of(cluster)));
            if (claimed.complete() && !claimed.names().isEmpty()) {
                seen.forgetClaims(cluster, claimed.names());
            }
        } catch (RuntimeException e) {
            // the next look tries again
            LOG.warn("the nodes of {} could not be recorded: {}", cluster, e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
