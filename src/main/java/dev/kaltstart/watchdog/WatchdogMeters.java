package dev.kaltstart.watchdog;

import dev.kaltstart.alert.heartbeat.Heartbeats;
import dev.kaltstart.cluster.Clusters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** {@code kaltstart.heartbeat.age} by cluster, in seconds; no value before the first heartbeat. */
@Component
class WatchdogMeters {

    private static final double MILLIS = 1000;

    private final MultiGauge gauge;
    private final Clusters clusters;
    private final Heartbeats heartbeats;
    private final Clock clock;

    WatchdogMeters(MeterRegistry meters, Clusters clusters, Heartbeats heartbeats, Clock clock) {
        this.gauge = MultiGauge.builder("kaltstart.heartbeat.age")
                .description("time since the heartbeat of a cluster's monitoring last arrived")
                .baseUnit("seconds")
                .register(meters);
        this.clusters = clusters;
        this.heartbeats = heartbeats;
        this.clock = clock;
    }

    void refresh() {
        gauge.register(
                clusters.all().stream().flatMap(cluster -> row(cluster.name())).toList(), true);
    }

    private Stream<MultiGauge.Row<?>> row(String cluster) {
        return heartbeats.last(cluster).stream()
                .map(last -> MultiGauge.Row.of(
                        Tags.of("cluster", cluster),
                        Duration.between(last, clock.instant()).toMillis() / MILLIS));
    }
}
