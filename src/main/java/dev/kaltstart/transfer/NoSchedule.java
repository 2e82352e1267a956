package dev.kaltstart.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Disables scheduled work, which would poll and change clusters. */
final class NoSchedule extends ThreadPoolTaskScheduler {

    private static final Duration NEVER = Duration.ofDays(36_500);

    NoSchedule() {
        setDaemon(true);
        initialize();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
        return schedule(task, never());
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
        return schedule(task, never());
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant start, Duration delay) {
        return schedule(task, never());
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
        return schedule(task, never());
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant start, Duration period) {
        return schedule(task, never());
    }

    private Instant never() {
        return getClock().instant().plus(NEVER);
    }
}
