package dev.kaltstart.readiness;

import dev.kaltstart.readiness.etcd.SnapshotWatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks whether it is time, on a thread of its own: a cluster that is gone is waited for. */
@Component
class ReadinessSchedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessSchedule.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var one = new Thread(work, "readiness");
        one.setDaemon(true);
        return one;
    });
    private final AtomicBoolean looking = new AtomicBoolean();
    private final SnapshotWatch snapshots;
    private final ReadinessWatch watch;
    private final ReadinessMeters meters;
    private final ReadinessProperties properties;

    ReadinessSchedule(
            SnapshotWatch snapshots, ReadinessWatch watch, ReadinessMeters meters, ReadinessProperties properties) {
        this.snapshots = snapshots;
        this.watch = watch;
        this.meters = meters;
        this.properties = properties;
    }

    @Scheduled(
            initialDelayString = "${kaltstart.readiness.look-first:PT50S}",
            fixedDelayString = "${kaltstart.readiness.look:PT15M}")
    void begin() {
        if (looking.compareAndSet(false, true)) {
            thread.execute(() -> {
                try {
                    look();
                } catch (RuntimeException e) {
                    // the next look tries again
                    LOG.warn("the readiness could not be checked: {}", e.getMessage());
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    void look() {
        if (!properties.snapshot().isZero()) {
            snapshots.look(properties.snapshot());
        }
        if (!properties.prove().isZero()) {
            watch.look(properties.prove());
        }
        meters.refresh();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
