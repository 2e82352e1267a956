package dev.kaltstart.readiness;

import dev.kaltstart.cluster.Clusters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** {@code kaltstart.readiness} by cluster and scenario: 1 can, 0.5 unproven, 0 cannot; no value before the first proof. */
@Component
class ReadinessMeters {

    private final MultiGauge gauge;
    private final Clusters clusters;
    private final KnownReadiness.ByCluster known;

    ReadinessMeters(MeterRegistry meters, Clusters clusters, KnownReadiness.ByCluster known) {
        this.gauge = MultiGauge.builder("kaltstart.readiness")
                .description("whether a cluster could be recovered now: 1 can, 0.5 unproven, 0 cannot")
                .register(meters);
        this.clusters = clusters;
        this.known = known;
    }

    void refresh() {
        gauge.register(
                clusters.all().stream().flatMap(cluster -> rows(cluster.name())).toList(), true);
    }

    private Stream<MultiGauge.Row<?>> rows(String cluster) {
        return known.last(cluster).stream()
                .flatMap(last -> last.outlooks().stream())
                .map(outlook -> MultiGauge.Row.of(
                        Tags.of(
                                "cluster",
                                cluster,
                                "scenario",
                                outlook.disaster().word()),
                        outlook.chance().figure()));
    }
}
