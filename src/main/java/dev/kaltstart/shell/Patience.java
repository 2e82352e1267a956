package dev.kaltstart.shell;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that must be waited for even by a thread that was told to stop: that is why it is here. */
final class Patience {

    private static final long LOOK_MILLIS = 20;

    private Patience() {}

    /** Did it come true in time? An interrupt is kept for later. */
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
