package dev.kaltstart.notify;

import dev.kaltstart.cluster.Clusters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * By cluster and channel: {@code kaltstart.notify.pending} messages, {@code kaltstart.notify.age} of the oldest of them in
 * seconds, {@code kaltstart.notify.stopped} 1 or 0, {@code kaltstart.notify.given.up} messages.
 */
@Component
class NotifyMeters {

    private static final Logger LOG = LoggerFactory.getLogger(NotifyMeters.class);

    private static final double MILLIS = 1000;

    private final MultiGauge pending;
    private final MultiGauge age;
    private final MultiGauge stopped;
    private final MultiGauge givenUp;
    private final Clusters clusters;
    private final ChannelState.ByCluster states;
    private final Clock clock;

    NotifyMeters(MeterRegistry meters, Clusters clusters, ChannelState.ByCluster states, Clock clock) {
        this.pending = gauge(meters, "pending", "messages that wait for a channel");
        this.age = MultiGauge.builder("kaltstart.notify.age")
                .description("how long the oldest message has waited for a channel")
                .baseUnit("seconds")
                .register(meters);
        this.stopped = gauge(meters, "stopped", "whether nothing is sent to a channel until a person has corrected it");
        this.givenUp = gauge(meters, "given.up", "messages that were never delivered");
        this.clusters = clusters;
        this.states = states;
        this.clock = clock;
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
        return MultiGauge.builder("kaltstart.notify." + name)
                .description(description)
                .register(meters);
    }

    @Scheduled(initialDelayString = "PT20S", fixedDelayString = "PT15S")
    void refresh() {
        try {
            List<ChannelState> all = clusters.all().stream()
                    .flatMap(cluster -> states.states(cluster.name()).stream())
                    .toList();
            register(pending, all, ChannelState::pending);
            register(age, all, this::seconds);
            register(stopped, all, state -> state.stoppedAt() == null ? 0 : 1);
            register(givenUp, all, ChannelState::givenUp);
        } catch (RuntimeException e) {
            // the next look tries again
            LOG.warn("the channels could not be counted: {}", e.getMessage());
        }
    }

    private double seconds(ChannelState state) {
        Instant oldest = state.oldestPending();
        return oldest == null ? 0 : Duration.between(oldest, clock.instant()).toMillis() / MILLIS;
    }

    private static void register(MultiGauge gauge, List<ChannelState> all, ToDoubleFunction<ChannelState> value) {
        gauge.register(
                all.stream()
                        .<MultiGauge.Row<?>>map(state -> MultiGauge.Row.of(
                                Tags.of("cluster", state.cluster(), "channel", state.name()),
                                value.applyAsDouble(state)))
                        .toList(),
                true);
    }
}
