package dev.kaltstart.backup.protection;

import dev.kaltstart.backup.ledger.VolumeWatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks on a thread of its own: a cluster that is gone is waited for. */
@Component
class ProtectionSchedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProtectionSchedule.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var one = new Thread(work, "protection-watch");
        one.setDaemon(true);
        return one;
    });
    private final AtomicBoolean looking = new AtomicBoolean();
    private final ProtectionWatch watch;
    private final VolumeWatch ledger;

    ProtectionSchedule(ProtectionWatch watch, VolumeWatch ledger) {
        this.watch = watch;
        this.ledger = ledger;
    }

    @Scheduled(
            initialDelayString = "${kaltstart.backups.look-first:PT40S}",
            fixedDelayString = "${kaltstart.backups.look:PT15M}")
    void begin() {
        if (looking.compareAndSet(false, true)) {
            thread.execute(() -> {
                try {
                    ledger.look();
                    watch.look();
                } catch (RuntimeException e) {
                    // the next look tries again
                    LOG.warn("the volumes could not be read: {}", e.getMessage());
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
