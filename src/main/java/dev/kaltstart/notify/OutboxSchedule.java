package dev.kaltstart.notify;

import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.notify.OutboxRows.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks for messages that are due. Each channel is sent to on a thread of its own: one that hangs stops no other. */
@Component
class OutboxSchedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSchedule.class);

    private static final long PATIENCE_SECONDS = 3;

    /** Longer than the longest interval between two drills is remembered. */
    private static final Duration MARKS = Duration.ofDays(800);

    private final ExecutorService lanes = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "notify");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Lane> busy = ConcurrentHashMap.newKeySet();
    private final OutboxRows rows;
    private final MarkRows marks;
    private final OutboxSender sender;
    private final NotifyChannel.ByCluster channels;
    private final NotifyProperties properties;
    private final Clock clock;
    private volatile boolean closing;

    OutboxSchedule(
            OutboxRows rows,
            MarkRows marks,
            OutboxSender sender,
            NotifyChannel.ByCluster channels,
            NotifyProperties properties,
            Clock clock) {
        this.rows = rows;
        this.marks = marks;
        this.sender = sender;
        this.channels = channels;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "${kaltstart.notify.look:PT2S}", fixedDelayString = "${kaltstart.notify.look:PT2S}")
    void look() {
        try {
            rows.due(clock.instant()).forEach(lane -> channel(lane).ifPresent(channel -> send(lane, channel)));
        } catch (RuntimeException e) {
            // the next look tries again
            LOG.warn("the outbox could not be read: {}", e.getMessage());
        }
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT10M")
    void tidy() {
        Instant now = clock.instant();
        rows.giveUpBefore(now.minus(properties.keep()), now)
                .forEach(old -> LOG.warn(
                        "{} messages to {} of {} are given up after {}",
                        old.messages(),
                        old.lane().channel(),
                        old.lane().cluster(),
                        properties.keep()));
        rows.forgetBefore(now.minus(properties.history()));
        marks.forgetBefore(now.minus(MARKS));
    }

    /** Empty when it is not configured any more: its messages are given up in time. */
    private Optional<NotifyChannel> channel(Lane lane) {
        return channels.channels(lane.cluster()).stream()
                .filter(channel -> channel.name().equals(lane.channel()))
                .findFirst();
    }

    private void send(Lane lane, NotifyChannel channel) {
        if (closing || !busy.add(lane)) {
            return;
        }
        lanes.execute(() -> {
            try {
                while (!closing && sender.sendNext(lane, channel)) {
                    // the next one
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warn("the channel {} of {} is tried again: {}", lane.channel(), lane.cluster(), e.getMessage());
            } finally {
                busy.remove(lane);
            }
        });
    }

    /** What is being sent may end: to be interrupted would leave its result unknown, and send it twice. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        lanes.shutdown();
        if (!lanes.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            lanes.shutdownNow();
        }
    }
}
