package dev.kaltstart.engine.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Fetches the steps that are due and gives them their turns. A step that acts has a thread and a lease that is renewed;
 * a step that waits has neither, only a lease until its next turn. Thread-safe.
 */
@Component
public class StepWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(StepWorker.class);
    private static final int FETCH_AT_ONCE = 50;

    private final ExternalTaskService engine;
    private final StepTurns turns;
    private final StepEndings endings;
    private final StepLeases leases;
    private final WorkerProperties properties;
    private final WakeUp wakeUp = new WakeUp();
    /** Every step that has a turn, or waits in line for one, with the thread that has it. */
    private final Map<String, AtomicReference<@Nullable Thread>> held = new ConcurrentHashMap<>();
    /** The next turn of each step that waits. */
    private final Map<String, Future<?>> waiting = new ConcurrentHashMap<>();

    private volatile boolean running;
    private ExecutorService threads = Executors.newCachedThreadPool();
    private ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);

    StepWorker(
            ExternalTaskService engine,
            StepTurns turns,
            StepEndings endings,
            StepLeases leases,
            WorkerProperties properties) {
        this.engine = engine;
        this.turns = turns;
        this.endings = endings;
        this.leases = leases;
        this.properties = properties;
    }

    @Override
    public void start() {
        running = true;
        threads = Executors.newFixedThreadPool(properties.threads(), named("step"));
        timer = Executors.newScheduledThreadPool(1, named("step-timer"));
        long beat = properties.lease().toMillis() / 3;
        timer.scheduleWithFixedDelay(this::renewAll, beat, beat, TimeUnit.MILLISECONDS);
        named("step-fetch").newThread(this::fetchUntilStopped).start();
    }

    /** Commands outlive Kaltstart, so nothing is stopped here: the next start finds them again. */
    @Override
    public void stop() {
        running = false;
        wakeUp.signal();
        timer.shutdownNow();
        threads.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void fetchUntilStopped() {
        wakeUp.listen();
        while (running) {
            try {
                List<LockedExternalTask> due = fetch();
                due.forEach(this::accept);
                if (due.isEmpty()) {
                    wakeUp.await(properties.idle());
                }
            } catch (RuntimeException e) {
                LOG.warn("cannot fetch steps, trying again: {}", e.getMessage());
                wakeUp.await(Duration.ofSeconds(1));
            }
        }
        wakeUp.silence();
    }

    /** Looks first whether any step is free: the fetch names every topic and takes forty times as long as this look. */
    private List<LockedExternalTask> fetch() {
        if (engine.createExternalTaskQuery().notLocked().withRetriesLeft().count() == 0) {
            return List.of();
        }
        var query = engine.fetchAndLock(FETCH_AT_ONCE, leases.worker());
        for (String topic : turns.topics()) {
            query = query.topic(topic, properties.lease().toMillis()).includeExtensionProperties();
        }
        return query.execute();
    }

    private void accept(LockedExternalTask task) {
        // a lease that ran out on a busy machine: the turn is still on its way
        if (held.putIfAbsent(task.getId(), new AtomicReference<>()) == null) {
            // the laptop slept through the lease: two turns in turn would know nothing of each other's acts
            forget(task);
            threads.execute(() -> guarded(task, () -> take(task, turns.of(task, () -> leases.renew(task.getId())))));
        }
    }

    private void take(LockedExternalTask task, StepTurn turn) {
        Outcome outcome = turn.take();
        concluded(task);
        if (outcome instanceof Outcome.Again again) {
            later(task, turn, again.delay());
        } else {
            endings.tell(task, turns.name(task), outcome, turn.tryFailed());
        }
    }

    /** From here on the engine and its listeners run: a stop signal must not interrupt their transaction. */
    private void concluded(LockedExternalTask task) {
        AtomicReference<@Nullable Thread> holder = Objects.requireNonNull(held.get(task.getId()));
        synchronized (holder) {
            holder.set(null);
        }
        Thread.interrupted();
    }

    private void later(LockedExternalTask task, StepTurn turn, Duration delay) {
        leases.renew(task.getId(), delay);
        schedule(task, turn, delay.toMillis());
    }

    private void schedule(LockedExternalTask task, StepTurn turn, long millis) {
        waiting.put(task.getId(), timer.schedule(() -> again(task, turn), millis, TimeUnit.MILLISECONDS));
    }

    private void forget(LockedExternalTask task) {
        Future<?> next = waiting.remove(task.getId());
        if (next != null) {
            next.cancel(false);
        }
    }

    private void again(LockedExternalTask task, StepTurn turn) {
        if (held.putIfAbsent(task.getId(), new AtomicReference<>()) == null) {
            threads.execute(() -> guarded(task, () -> take(task, turn)));
        } else {
            // the last turn is just being put away
            schedule(task, turn, 20);
        }
    }

    private void guarded(LockedExternalTask task, Runnable work) {
        Objects.requireNonNull(held.get(task.getId())).set(Thread.currentThread());
        try {
            work.run();
        } catch (BadUserRequestException e) {
            LOG.info("step {} is no longer ours: {}", task.getActivityId(), e.getMessage());
        } catch (RuntimeException e) {
            // the lease runs out and the step is taken up again
            LOG.warn("step {} was dropped: {}", task.getActivityId(), e.toString(), e);
        } finally {
            held.remove(task.getId());
            // a stop signal that came too late must not hit the next step on this thread
            Thread.interrupted();
        }
    }

    private void renewAll() {
        held.forEach((task, holder) -> {
            try {
                renewOrStop(task, holder);
            } catch (OptimisticLockingException e) {
                // a command of the step was faster, and renewed it with its intent; the next beat comes anyway
                LOG.debug("a lease was renewed by another transaction: {}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.warn("cannot renew a lease, trying again: {}", e.getMessage());
            }
        });
    }

    private void renewOrStop(String task, AtomicReference<@Nullable Thread> holder) {
        try {
            leases.renew(task);
        } catch (BadUserRequestException e) {
            if (leases.ours(task)) {
                LOG.info("the lease of a step expired and was not taken over: {}", e.getMessage());
            } else {
                LOG.info("stopping a step that is no longer ours: {}", e.getMessage());
                stop(holder);
            }
        }
    }

    private static void stop(AtomicReference<@Nullable Thread> holder) {
        synchronized (holder) {
            Thread thread = holder.get();
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    private static ThreadFactory named(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
