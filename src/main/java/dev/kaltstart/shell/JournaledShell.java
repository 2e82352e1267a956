package dev.kaltstart.shell;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The shell of one execution of one step. Its n-th command stays the same after a crash and is started only once: the
 * intent is recorded before the start; after a crash the command is found again, or counts as unknown.
 */
class JournaledShell implements Shell {

    private final String recovery;
    private final String step;
    private final String host;
    private final Home home;
    private final Runner runner;
    private final CommandRows journal;
    private final Redaction redaction;
    private final Clock clock;
    private final @Nullable Fence fence;
    private final AtomicInteger number = new AtomicInteger();

    JournaledShell(
            String recovery,
            String step,
            String host,
            Home home,
            Runner runner,
            CommandRows journal,
            Redaction redaction,
            Clock clock,
            @Nullable Fence fence) {
        this.recovery = recovery;
        this.step = step;
        this.host = host;
        this.home = home;
        this.runner = runner;
        this.journal = journal;
        this.redaction = redaction;
        this.clock = clock;
        this.fence = fence;
    }

    @Override
    public Result run(Command command) {
        if (Thread.currentThread().isInterrupted()) {
            throw new Interrupted("cancelled before the next command started");
        }
        // before the lookup, too: output from before the restart is redacted now
        redaction.learn(command.environment());
        int count = number.incrementAndGet();
        String id = step + "-" + count;
        String line = redaction.line(command);
        String hash = hash(home.relative(command));
        Optional<CommandRows.Row> earlier = journal.find(id);
        if (earlier.isPresent()) {
            return again(id, command, line, hash, earlier.get());
        }
        intend(id, count, line, hash);
        return begin(id, command);
    }

    private void intend(String id, int count, String line, String hash) {
        if (fence == null) {
            journal.intend(id, recovery, step, count, line, hash, host);
        } else {
            fence.pass(step, subject -> journal.insert(id, recovery, step, subject, count, line, hash, host));
        }
    }

    private Result again(String id, Command command, String line, String hash, CommandRows.Row earlier) {
        boolean elsewhere = !earlier.host().equals(host);
        boolean same = earlier.hash().equals(hash);
        if (!same && !elsewhere) {
            throw new IllegalStateException("command " + id + " was '" + earlier.line()
                    + "' before the restart and is '" + line + "' now; a step must run its commands in the same order");
        }
        Optional<Result> recorded = earlier.result();
        if (recorded.isPresent() && !same) {
            // most likely the same command with the paths of another machine, but that cannot be proved
            return new Result(
                    Result.Ending.UNKNOWN, -1, "", "started on " + earlier.host() + " as '" + earlier.line() + "'");
        }
        if (recorded.isPresent()) {
            return earlier.cut() ? whole(id, recorded.get()) : recorded.get();
        }
        // an instance that lost its lease while it paused must not touch the new owner's command
        passAgain();
        Optional<Runner.Running> running = runner.find(id);
        if (running.isPresent()) {
            return end(id, running.get(), left(command, running.get(), earlier.intentAt()));
        }
        if (earlier.state().equals("INTENT") && !elsewhere) {
            return begin(id, command);
        }
        if (elsewhere) {
            runner.endStrays(id);
        }
        return unknown(
                id, elsewhere ? "started on " + earlier.host() + "; its result is not visible from " + host : "");
    }

    private void passAgain() {
        if (fence != null) {
            fence.pass(step, subject -> {});
        }
    }

    /** The journal holds only the end of the output; a step that reads the output gets all of it, as before the restart. */
    private Result whole(String id, Result recorded) {
        try {
            Optional<Runner.Running> ended = runner.find(id);
            Optional<Result> all = ended.isPresent() ? ended.get().await(Duration.ZERO) : Optional.empty();
            return all.map(found -> new Result(recorded.ending(), recorded.exitCode(), found.output(), found.error()))
                    .orElse(recorded);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Interrupted("cancelled while the output of a command was read again");
        }
    }

    private Result begin(String id, Command command) {
        Runner.Running running;
        try {
            running = runner.start(id, command);
        } catch (RuntimeException e) {
            if (runner.find(id).isEmpty()) {
                journal.withdraw(id);
            }
            throw e;
        }
        journal.started(id, running.pid(), running.begun());
        return end(id, running, command.deadline());
    }

    private Result end(String id, Runner.Running running, Duration limit) {
        Result result = CommandWait.until(running, limit, half -> journal.ended(id, half));
        journal.ended(id, result);
        return result;
    }

    private Result unknown(String id, String why) {
        var unknown = new Result(Result.Ending.UNKNOWN, -1, "", why);
        journal.ended(id, unknown);
        return unknown;
    }

    /** The kernel knows the age of a process; the wall clock may have been changed since its start. */
    private Duration left(Command command, Runner.Running running, Instant since) {
        Duration age = ProcessStat.age(running.pid(), running.begun())
                .orElseGet(() -> Duration.between(since, clock.instant()));
        Duration left = command.deadline().minus(age.isNegative() ? Duration.ZERO : age);
        return left.isNegative() ? Duration.ZERO : left;
    }

    static String hash(Command command) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(command.program().getBytes(StandardCharsets.UTF_8));
            for (String argument : command.arguments()) {
                digest.update((byte) 0);
                digest.update(argument.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
