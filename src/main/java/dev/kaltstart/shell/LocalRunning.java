package dev.kaltstart.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** A process of this machine, known by its id and start time: ids are used again, the pair is not. */
record LocalRunning(Spool spool, long pid, String start) implements Runner.Running {

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration GRACE = Duration.ofSeconds(5);

    static String startOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
        } catch (IOException e) {
            return "0";
        }
    }

    @Override
    public Optional<Result> await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            boolean alive = alive();
            Optional<Integer> code = spool.exitCode();
            if (code.isPresent()) {
                return Optional.of(spool.close(spool.result(Result.Ending.EXITED, code.get())));
            }
            if (!alive) {
                return Optional.of(spool.close(spool.result(Result.Ending.UNKNOWN, -1)));
            }
            if (System.nanoTime() >= end) {
                return Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    private boolean alive() {
        return pid > 0
                && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
                && (start.equals("0") || startOf(pid).equals(start));
    }

    @Override
    public void stop() {
        if (!alive()) {
            return;
        }
        // those who left the group are still descendants
        var descendants = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .toList();
        signal("TERM");
        long end = System.nanoTime() + GRACE.toNanos();
        while (alive() && System.nanoTime() < end) {
            pause();
        }
        signal("KILL");
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void discard() {
        try {
            FileSystemUtils.deleteRecursively(spool.directory());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clean up " + spool.directory(), e);
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, "--", "-" + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(1, TimeUnit.SECONDS);
        } catch (IOException e) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stopping goes on although the thread was told to stop: that is why it is here. */
    private static void pause() {
        long end = System.nanoTime() + LOOK.toNanos();
        while (System.nanoTime() < end) {
            java.util.concurrent.locks.LockSupport.parkNanos(end - System.nanoTime());
            if (Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        }
    }
}
