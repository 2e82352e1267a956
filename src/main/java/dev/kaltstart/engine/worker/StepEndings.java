package dev.kaltstart.engine.worker;

import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.VariableLimits;
import dev.kaltstart.engine.camunda.OptimisticRetry;
import dev.kaltstart.engine.model.ExecutionSubjects;
import dev.kaltstart.engine.resolve.FailureRoutes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Reports the result of a step to the engine and records it, in one transaction. Results of the same run are reported one
 * after another: concurrent ones would roll each other back.
 */
@Component
public class StepEndings {

    private static final Logger LOG = LoggerFactory.getLogger(StepEndings.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final ExternalTaskService engine;
    private final StepExecutions memory;
    private final ExecutionSubjects subjects;
    private final FailureRoutes routes;
    private final ApplicationEventPublisher events;
    private final OptimisticRetry collisions;
    private final Clock clock;
    private final WorkerProperties properties;
    private final Lock[] runs =
            IntStream.range(0, 64).mapToObj(n -> new ReentrantLock()).toArray(Lock[]::new);

    StepEndings(
            ExternalTaskService engine,
            StepExecutions memory,
            ExecutionSubjects subjects,
            FailureRoutes routes,
            ApplicationEventPublisher events,
            OptimisticRetry collisions,
            Clock clock,
            WorkerProperties properties) {
        this.engine = engine;
        this.memory = memory;
        this.subjects = subjects;
        this.routes = routes;
        this.events = events;
        this.collisions = collisions;
        this.clock = clock;
        this.properties = properties;
    }

    /** @param tryFailed the next try of the step runs its commands again */
    void tell(LockedExternalTask task, String name, Outcome outcome, boolean tryFailed) {
        String recovery = task.getBusinessKey();
        if (outcome instanceof Outcome.Done done) {
            alone(recovery, () -> done(task, recovery, name, done));
        } else if (outcome instanceof Outcome.Thrown thrown) {
            thrown(task, recovery, name, thrown, tryFailed);
        } else if (outcome instanceof Outcome.NotReady notReady) {
            alone(recovery, () -> notReady(task, recovery, name, notReady, tryFailed));
        } else if (outcome instanceof Outcome.Blocked blocked) {
            alone(recovery, () -> incident(task, recovery, name, blocked.code(), blocked.message(), tryFailed));
        }
    }

    private void done(LockedExternalTask task, String recovery, String name, Outcome.Done done) {
        memory.done(task.getId(), done.evidence(), done.measured());
        events.publishEvent(new EngineEvent.StepDone(
                recovery, clock.instant(), subject(task), task.getActivityId(), name, done.evidence()));
        done.subjects().forEach((list, listed) -> subjects.list(recovery, list, listed));
        engine.complete(task.getId(), task.getWorkerId(), done.facts());
    }

    private void thrown(
            LockedExternalTask task, String recovery, String name, Outcome.Thrown thrown, boolean tryFailed) {
        try {
            alone(recovery, () -> throwIntoModel(task, recovery, name, thrown));
        } catch (NotFoundException | OptimisticLockingException e) {
            throw e;
        } catch (ProcessEngineException e) {
            // the model does not catch it: always an incident, never an end
            LOG.warn("step {} of {}: no handler in the model: {}", task.getActivityId(), recovery, e.getMessage());
            alone(recovery, () -> incident(task, recovery, name, thrown.code(), thrown.message(), tryFailed));
        }
    }

    private void throwIntoModel(LockedExternalTask task, String recovery, String name, Outcome.Thrown thrown) {
        failed(task, recovery, name, thrown.code(), thrown.message());
        engine.handleBpmnError(
                task.getId(),
                task.getWorkerId(),
                thrown.fatal() ? "fatal" : routes.error(task, thrown.code()),
                VariableLimits.cut(name + ": " + thrown.message()),
                Map.of());
    }

    private void notReady(
            LockedExternalTask task, String recovery, String name, Outcome.NotReady notReady, boolean tryFailed) {
        int left = (task.getRetries() == null ? properties.attempts() : task.getRetries()) - 1;
        if (left <= 0) {
            incident(task, recovery, name, notReady.code(), notReady.message(), tryFailed);
            return;
        }
        count(task, tryFailed);
        long pause = Math.min(LONGEST_PAUSE.toMillis(), 1000L << Math.min(20, properties.attempts() - left));
        memory.waiting(task.getId(), notReady.message(), null);
        engine.handleFailure(task.getId(), task.getWorkerId(), VariableLimits.cut(notReady.message()), left, pause);
    }

    private void incident(
            LockedExternalTask task, String recovery, String name, String code, String message, boolean tryFailed) {
        count(task, tryFailed);
        failed(task, recovery, name, code, message);
        engine.handleFailure(task.getId(), task.getWorkerId(), VariableLimits.cut(message), 0, 0);
    }

    private void count(LockedExternalTask task, boolean tryFailed) {
        if (tryFailed) {
            memory.attemptFailed(task.getId());
        }
    }

    private void failed(LockedExternalTask task, String recovery, String name, String code, String message) {
        memory.failed(task.getId(), code, message);
        events.publishEvent(new EngineEvent.StepFailed(
                recovery, clock.instant(), subject(task), task.getActivityId(), name, code, message));
    }

    private Subject subject(LockedExternalTask task) {
        return memory.find(task.getId()).map(StepExecutions.State::subject).orElseGet(Subject.WholeCluster::new);
    }

    private void alone(String recovery, Runnable ending) {
        Lock lock = runs[Math.floorMod(recovery.hashCode(), runs.length)];
        lock.lock();
        try {
            collisions.outlast(ending);
        } finally {
            lock.unlock();
        }
    }
}
