package dev.kaltstart.watchdog;

import dev.kaltstart.alert.heartbeat.Heartbeats;
import dev.kaltstart.cluster.Clusters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Notices a real cluster that gives no sign of life any more. Proposes, and starts nothing. The proposal stays until the
 * cluster answers again. Looks one after the other.
 */
@Component
class ClusterWatchdog {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatchdog.class);

    /** More than the ten seconds that a silent node takes, and than a busy machine is late. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    private final Set<String> answering = new HashSet<>();
    private final Clusters clusters;
    private final Pulses pulses;
    private final LifeSigns signs;
    private final Heartbeats heartbeats;
    private final SilenceReports reports;
    private final WatchdogProperties properties;
    private final Clock clock;
    private final UnbrokenWatch watch;

    ClusterWatchdog(
            Clusters clusters,
            Pulses pulses,
            LifeSigns signs,
            Heartbeats heartbeats,
            SilenceReports reports,
            WatchdogProperties properties,
            Clock clock) {
        this.clusters = clusters;
        this.pulses = pulses;
        this.signs = signs;
        this.heartbeats = heartbeats;
        this.reports = reports;
        this.properties = properties;
        this.clock = clock;
        this.watch = new UnbrokenWatch(properties.look().multipliedBy(2).plus(SLACK));
    }

    synchronized void look() {
        listen();
        clusters.all().stream().filter(cluster -> !cluster.twinOnly()).forEach(cluster -> look(cluster.name()));
    }

    private Instant listen() {
        Instant now = clock.instant();
        watch.at(now);
        return now;
    }

    private void look(String cluster) {
        answering.remove(cluster);
        try {
            pulses.take(cluster, this::listen).ifPresent(pulse -> judge(cluster, pulse));
        } catch (RuntimeException e) {
            // the next look tries again
            LOG.warn("whether {} is alive could not be determined: {}", cluster, e.getMessage());
        }
    }

    private void judge(String cluster, Pulse pulse) {
        if (pulse.apiAnswers() || pulse.talosAnswers()) {
            answering.add(cluster);
        }
        Instant now = clock.instant();
        var silence = new Silence(
                now,
                watch.at(now),
                pulse,
                signs.last(cluster),
                heartbeats.last(cluster).orElse(null),
                properties);
        reports.keep(cluster, silence, another(cluster));
    }

    private Optional<String> another(String cluster) {
        return answering.stream()
                .filter(name -> !name.equals(cluster) && clusters.find(name).isPresent())
                .findFirst();
    }
}
