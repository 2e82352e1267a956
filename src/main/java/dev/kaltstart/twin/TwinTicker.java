package dev.kaltstart.twin;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats an action on its own thread; an error does not stop it, and is logged once. */
final class TwinTicker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TwinTicker.class);

    private final ScheduledExecutorService thread;
    private String lastStumble = "";

    TwinTicker(String name, Duration every, Runnable beat) {
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            var made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
        thread.scheduleWithFixedDelay(
                () -> guarded(name, beat), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void guarded(String name, Runnable beat) {
        try {
            beat.run();
            lastStumble = "";
        } catch (RuntimeException e) {
            // it repeats with every beat
            if (!lastStumble.equals(e.toString())) {
                log.warn("{} stumbled", name, e);
            }
            lastStumble = e.toString();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
