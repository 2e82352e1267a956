package dev.kaltstart.watchdog;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks on a thread of its own: a cluster that is gone is waited for. */
@Component
class WatchdogSchedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchdogSchedule.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var one = new Thread(work, "watchdog");
        one.setDaemon(true);
        return one;
    });
    private final AtomicBoolean looking = new AtomicBoolean();
    private final ClusterWatchdog watchdog;
    private final WatchdogMeters meters;

    WatchdogSchedule(ClusterWatchdog watchdog, WatchdogMeters meters) {
        this.watchdog = watchdog;
        this.meters = meters;
    }

    @Scheduled(
            initialDelayString = "${kaltstart.watchdog.look-first:PT1M}",
            fixedDelayString = "${kaltstart.watchdog.look:PT1M}")
    void begin() {
        if (looking.compareAndSet(false, true)) {
            thread.execute(() -> {
                try {
                    watchdog.look();
                    meters.refresh();
                } catch (RuntimeException e) {
                    // the next look tries again
                    LOG.warn("the clusters could not be watched: {}", e.getMessage());
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
