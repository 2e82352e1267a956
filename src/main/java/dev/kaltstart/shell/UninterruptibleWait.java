package dev.kaltstart.shell;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** An uninterruptible wait: some conditions must be awaited even on a cancelled thread. */
final class UninterruptibleWait {

    private static final long LOOK_MILLIS = 20;

    private UninterruptibleWait() {}

    /** Whether the condition came true in time. An interrupt is restored afterwards. */
    static boolean until(BooleanSupplier condition, Duration limit) {
        boolean interrupted = Thread.interrupted();
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() >= end) {
                    return false;
                }
                try {
                    Thread.sleep(LOOK_MILLIS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
