package dev.kaltstart;

import java.util.Locale;
import java.util.concurrent.Callable;

/** What a disaster took. Waits are those of a person, and those without a Kaltstart. */
final class DisasterClock {

    private final long begun = System.nanoTime();
    private long damaged;
    private long noticed;
    private long accepted;
    private long healthy;
    private long waited;

    /** Something that may fail. */
    interface Action {
        void run() throws Exception;
    }

    static double seconds(long nanos) {
        return nanos / 1e9;
    }

    void damaged() {
        damaged = System.nanoTime();
    }

    void noticed() {
        noticed = System.nanoTime();
    }

    void accepted() {
        accepted = System.nanoTime();
    }

    /** Seconds. */
    double noticedAfter() {
        return seconds(noticed - damaged);
    }

    void wait(Action action) throws Exception {
        long from = System.nanoTime();
        action.run();
        waited += System.nanoTime() - from;
    }

    void healthyWhen(Callable<Boolean> so) throws Exception {
        if (healthy == 0 && so.call()) {
            healthy = System.nanoTime();
        }
    }

    /** @param byHand seconds; of both, the time from the commit to its damage is a part */
    String line(String what, double byHand) {
        double machine = seconds(damaged - begun + healthy - accepted - waited);
        return String.format(
                Locale.ROOT,
                "%-42s damaged %5.1f, noticed after %5.1f, accepted to healthy %6.1f, of it waited %5.1f;"
                        + " machine time %6.1f, by hand %5.1f, ratio %4.1f",
                what,
                seconds(damaged - begun),
                noticedAfter(),
                seconds(healthy - accepted),
                seconds(waited),
                machine,
                byHand,
                machine / byHand);
    }
}
