package dev.kaltstart.readiness.etcd;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.readiness.Occasion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes a snapshot of each real cluster when it is time. A cluster that does not answer is asked again at the next look. */
@Component
public class SnapshotWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWatch.class);

    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private final Clusters clusters;
    private final SnapshotFolder folder;
    private final TakeSnapshot take;
    private final Clock clock;

    SnapshotWatch(Clusters clusters, SnapshotFolder folder, TakeSnapshot take, Clock clock) {
        this.clusters = clusters;
        this.folder = folder;
        this.take = take;
        this.clock = clock;
    }

    /** @param interval between two snapshots of a cluster */
    public void look(Duration interval) {
        clusters.all().stream().filter(cluster -> !cluster.twinOnly()).forEach(cluster -> {
            try {
                look(cluster.name(), interval);
            } catch (RuntimeException e) {
                // the next cluster has its turn all the same
                LOG.warn("no snapshot of the etcd of {} could be taken: {}", cluster.name(), e.getMessage());
            }
        });
    }

    private void look(String cluster, Duration interval) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        boolean due = folder.newest(cluster)
                .map(newest -> !newest.plus(interval).isAfter(now))
                .orElse(true);
        if (!due) {
            return;
        }
        String trouble = take.of(clusters.open(cluster, Mode.LIVE, Occasion.NO_RECOVERY, Clusters.LOOKING), now)
                .orElse("");
        if (!trouble.equals(troubles.put(cluster, trouble)) && !trouble.isEmpty()) {
            // once for each reason: it is tried again and again
            LOG.warn("no snapshot of the etcd of {} was taken: {}", cluster, trouble);
        }
    }
}
