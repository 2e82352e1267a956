package dev.kaltstart.readiness;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Clusters.Protected;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Prerequisite.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Proves the go-bags of the real clusters when it is time, and records what was found. */
@Component
class ReadinessWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessWatch.class);

    /** What is missing is put back by a person, who wants to see soon that it works. */
    private static final Duration SOON = Duration.ofHours(1);

    private final Clusters clusters;
    private final GoBag bag;
    private final ReadinessRows rows;
    private final Clock clock;

    ReadinessWatch(Clusters clusters, GoBag bag, ReadinessRows rows, Clock clock) {
        this.clusters = clusters;
        this.bag = bag;
        this.rows = rows;
        this.clock = clock;
    }

    /** @param interval between two proofs of a cluster */
    void look(Duration interval) {
        clusters.all().stream()
                .filter(cluster -> !cluster.twinOnly())
                .map(Protected::name)
                .forEach(cluster -> {
                    try {
                        if (isDue(cluster, interval)) {
                            prove(cluster);
                        }
                    } catch (RuntimeException e) {
                        // the next cluster has its turn all the same
                        LOG.warn("the readiness of {} could not be checked: {}", cluster, e.getMessage());
                    }
                });
    }

    private boolean isDue(String cluster, Duration interval) {
        return rows.last(cluster)
                .map(known -> !known.checkedAt().plus(pause(known, interval)).isAfter(clock.instant()))
                .orElse(true);
    }

    private static Duration pause(KnownReadiness known, Duration interval) {
        boolean trouble = known.items().stream()
                .map(item -> item.found().state())
                .anyMatch(state -> state == State.MISSING || state == State.UNKNOWN);
        return trouble && interval.compareTo(SOON) > 0 ? SOON : interval;
    }

    void prove(String cluster) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Occasion occasion =
                Occasion.ordinary(clusters.open(cluster, Mode.LIVE, Occasion.NO_RECOVERY, Clusters.LOOKING));
        rows.proved(cluster, now, bag.prove(occasion));
    }
}
