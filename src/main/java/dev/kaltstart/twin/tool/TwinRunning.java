package dev.kaltstart.twin.tool;

import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Runner.Running;
import dev.kaltstart.twin.tool.TwinCommands.Entry;
import dev.kaltstart.twin.world.TwinClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A command whose end is known and has not come yet. */
final class TwinRunning implements Running {

    private static final long LONGEST_SLEEP_MILLIS = 200;

    private final Entry entry;
    private final TwinClock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);

    TwinRunning(Entry entry, TwinClock clock) {
        this.entry = entry;
        this.clock = clock;
    }

    @Override
    public Optional<Result> await(Duration limit) throws InterruptedException {
        var until = System.nanoTime() + limit.toNanos();
        while (true) {
            var left = Duration.between(clock.instant(), entry.ends());
            if (stopped.getCount() == 0) {
                return Optional.of(new Result(Result.Ending.STOPPED, -1, "", entry.error()));
            }
            if (left.isNegative() || left.isZero()) {
                return Optional.of(TwinRunner.result(entry));
            }
            var patience = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (patience <= 0) {
                return Optional.empty();
            }
            var nap = Math.min(
                    patience, Math.min(LONGEST_SLEEP_MILLIS, clock.pace(left).toMillis()));
            stopped.await(nap, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public long pid() {
        return -1;
    }
}
