package dev.kaltstart.engine.worker;

import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.camunda.OptimisticRetry;
import dev.kaltstart.shell.Fence;
import dev.kaltstart.shell.Shell;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ExternalTaskService;
import org.springframework.stereotype.Component;

/**
 * The leases of this worker on the engine's steps. A command passes only with a lease that the engine renews in the
 * transaction that writes the intent: from then on no other worker can take the step before the lease expires.
 */
@Component
public class StepLeases implements Fence {

    private final String worker = "kaltstart-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private final ExternalTaskService engine;
    private final StepExecutions memory;
    private final OptimisticRetry collisions;
    private final Duration lease;

    StepLeases(
            ExternalTaskService engine,
            StepExecutions memory,
            OptimisticRetry collisions,
            WorkerProperties properties) {
        this.engine = engine;
        this.memory = memory;
        this.collisions = collisions;
        this.lease = properties.lease();
    }

    String worker() {
        return worker;
    }

    /** @throws BadUserRequestException when it has expired, or the step has another owner or has ended */
    void renew(String task) {
        renew(task, Duration.ZERO);
    }

    /** Renews the lease of a step that is checked again after the pause. */
    void renew(String task, Duration pause) {
        engine.extendLock(task, worker, pause.plus(lease).toMillis());
    }

    /** Whether no other worker has taken it, even after the lease expired because a laptop slept. */
    boolean ours(String task) {
        return engine.createExternalTaskQuery()
                        .externalTaskId(task)
                        .workerId(worker)
                        .count()
                > 0;
    }

    @Override
    public void pass(String step, Consumer<String> intent) {
        int attempt = step.lastIndexOf('-');
        String task = step.substring(0, attempt);
        try {
            collisions.outlast(() -> {
                renew(task);
                Subject subject = subjectOf(task, Integer.parseInt(step.substring(attempt + 1)));
                intent.accept(subject.text());
            });
        } catch (BadUserRequestException e) {
            throw new Shell.Fenced("refused before the command was begun: " + e.getMessage());
        }
    }

    private Subject subjectOf(String task, int attempt) {
        return memory.find(task)
                .filter(state -> state.attempts() == attempt)
                .map(StepExecutions.State::subject)
                .orElseThrow(() -> new Shell.Fenced(
                        "refused before the command was begun: a later attempt of the step is on its way"));
    }
}
