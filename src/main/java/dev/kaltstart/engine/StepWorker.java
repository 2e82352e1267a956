package dev.kaltstart.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Fetches the steps that are due and gives them their turns. A step that acts has a thread and a lease that is renewed;
 * a step that waits has neither, only a lease until its next turn. Thread-safe.
 */
@Component
class StepWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(StepWorker.class);
    private static final int FETCH_AT_ONCE = 50;

    private final String id = "kaltstart-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private final ExternalTaskService engine;
    private final StepTurns turns;
    private final StepEndings endings;
    private final WorkerProperties properties;
    private final WakeUp wakeUp = new WakeUp();
    private final Map<String, Thread> acting = new ConcurrentHashMap<>();

    private volatile boolean running;
    private ExecutorService threads = Executors.newCachedThreadPool();
    private ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);

    StepWorker(ExternalTaskService engine, StepTurns turns, StepEndings endings, WorkerProperties properties) {
        this.engine = engine;
        this.turns = turns;
        this.endings = endings;
        this.properties = properties;
    }

    @Override
    public void start() {
        running = true;
        threads = Executors.newFixedThreadPool(properties.threads(), named("step"));
        timer = Executors.newScheduledThreadPool(1, named("step-timer"));
        long beat = properties.lease().toMillis() / 3;
        timer.scheduleWithFixedDelay(this::renew, beat, beat, TimeUnit.MILLISECONDS);
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

    private List<LockedExternalTask> fetch() {
        var query = engine.fetchAndLock(FETCH_AT_ONCE, id);
        for (String topic : turns.topics()) {
            query = query.topic(topic, properties.lease().toMillis()).includeExtensionProperties();
        }
        return query.execute();
    }

    private void accept(LockedExternalTask task) {
        threads.execute(() -> guarded(task, () -> {
            StepTurn turn = turns.of(task);
            take(task, turn);
        }));
    }

    private void take(LockedExternalTask task, StepTurn turn) {
        acting.put(task.getId(), Thread.currentThread());
        Outcome outcome;
        try {
            outcome = turn.take();
        } finally {
            acting.remove(task.getId());
            // a stop signal that came too late must not hit the next step on this thread
            Thread.interrupted();
        }
        if (outcome instanceof Outcome.Again again) {
            later(task, turn, again.delay());
        } else {
            endings.tell(task, turns.name(task), outcome);
        }
    }

    private void later(LockedExternalTask task, StepTurn turn, Duration delay) {
        engine.extendLock(task.getId(), id, delay.plus(properties.lease()).toMillis());
        timer.schedule(
                () -> threads.execute(() -> guarded(task, () -> take(task, turn))),
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void guarded(LockedExternalTask task, Runnable work) {
        try {
            work.run();
        } catch (BadUserRequestException e) {
            LOG.info("step {} is no longer ours: {}", task.getActivityId(), e.getMessage());
        } catch (RuntimeException e) {
            // the lease runs out and the step is taken up again
            LOG.warn("step {} was dropped: {}", task.getActivityId(), e.toString(), e);
        }
    }

    private void renew() {
        acting.forEach((task, thread) -> {
            try {
                engine.extendLock(task, id, properties.lease().toMillis());
            } catch (BadUserRequestException e) {
                LOG.info("stopping a step that is no longer ours: {}", e.getMessage());
                thread.interrupt();
            } catch (RuntimeException e) {
                LOG.warn("cannot renew a lease, trying again: {}", e.getMessage());
            }
        });
    }

    private static java.util.concurrent.ThreadFactory named(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
