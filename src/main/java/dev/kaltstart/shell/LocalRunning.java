package dev.kaltstart.shell;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running command of this machine, identified by its wrapper.
 *
 * @param pid of the wrapper; -1 when unknown
 * @param begun start time of the wrapper: process ids are reused, the pair is not
 */
record LocalRunning(Spool spool, long pid, String begun) implements Runner.Running {

    private static final long FIRST_LOOK_MILLIS = 5;
    private static final long LOOK_MILLIS = 50;
    static final Duration GRACE = Duration.ofSeconds(5);
    /** A daemon that outlives its command may hold the streams open for ever. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    @Override
    public Optional<Result> await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        long pause = FIRST_LOOK_MILLIS;
        CompletableFuture<?> exit = exit();
        while (true) {
            Optional<Result> result = look();
            if (result.isPresent() || System.nanoTime() >= end) {
                return result;
            }
            pause(exit, pause);
            pause = Math.min(2 * pause, LOOK_MILLIS);
        }
    }

    /** Completes when the wrapper ends, so that no wait goes on past it; never when there is none. */
    private CompletableFuture<?> exit() {
        return pid > 0
                ? ProcessHandle.of(pid)
                        // the number may be that of another by now, even ours
                        .filter(process -> !process.equals(ProcessHandle.current()))
                        .<CompletableFuture<?>>map(ProcessHandle::onExit)
                        .orElseGet(CompletableFuture::new)
                : new CompletableFuture<>();
    }

    private static void pause(CompletableFuture<?> exit, long millis) throws InterruptedException {
        if (exit.isDone()) {
            TimeUnit.MILLISECONDS.sleep(millis);
            return;
        }
        try {
            exit.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // the next look tells
        }
    }

    private Optional<Result> look() {
        // in this order: the exit code is a living wrapper's last write
        boolean alive = alive();
        Optional<Integer> code = spool.exitCode();
        if (code.isPresent()) {
            UninterruptibleWait.until(spool::settled, LAST_WORDS);
            Result.Ending ending = spool.ending();
            return Optional.of(spool.close(ending, ending == Result.Ending.EXITED ? code.get() : -1));
        }
        if (alive || orphaned()) {
            return Optional.empty();
        }
        return Optional.of(spool.close(Result.Ending.UNKNOWN, -1));
    }

    private boolean alive() {
        return pid > 0 && ProcessStat.alive(pid, begun);
    }

    /** The wrapper was killed and the command was not: it is still running, but its result will stay unknown. */
    private boolean orphaned() {
        return pid > 0 && spool.session().filter(session -> !session.empty()).isPresent();
    }

    @Override
    public void stop() {
        if (spool.exitCode().isPresent() || !(alive() || orphaned())) {
            return;
        }
        spool.stopping();
        UninterruptibleWait.until(() -> spool.session().isPresent() || !alive(), LAST_WORDS);
        spool.session().ifPresent(session -> session.end(GRACE));
        if (!UninterruptibleWait.until(() -> !alive(), LAST_WORDS)) {
            new Session(pid, begun).end(Duration.ZERO);
        }
    }

    @Override
    public void discard() {
        spool.discard();
    }
}
