package dev.kaltstart.engine.task;

import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.model.ExecutionSubjects;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Says so when a task waits for too long. What has been said is the priority of the task, written together with it: a
 * restart, or a second Kaltstart on the same database, says nothing twice.
 */
@Component
public class TaskReminders {

    public static final int REMINDED = 75;
    public static final int ESCALATED = 100;

    private static final Logger LOG = LoggerFactory.getLogger(TaskReminders.class);

    private final TaskService tasks;
    private final RuntimeService runtime;
    private final RecoveryRecords recoveries;
    private final ExecutionSubjects subjects;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final TaskProperties properties;
    private final Clock clock;

    public TaskReminders(
            TaskService tasks,
            RuntimeService runtime,
            RecoveryRecords recoveries,
            ExecutionSubjects subjects,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            TaskProperties properties,
            Clock clock) {
        this.tasks = tasks;
        this.runtime = runtime;
        this.recoveries = recoveries;
        this.subjects = subjects;
        this.events = events;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT30S", initialDelayString = "PT30S")
    public void remind() {
        Instant now = clock.instant();
        waiting(now.minus(properties.escalateAfter()), ESCALATED).forEach(task -> say(task, true, now));
        waiting(now.minus(properties.remindAfter()), REMINDED).forEach(task -> say(task, false, now));
    }

    /** No reminders for a recovery that is on hold because another Kaltstart continues it. */
    private List<Task> waiting(Instant since, int priority) {
        return tasks.createTaskQuery()
                .active()
                .taskCreatedBefore(Date.from(since))
                .taskMaxPriority(priority - 1)
                .list();
    }

    private void say(Task task, boolean escalated, Instant now) {
        try {
            transaction.executeWithoutResult(status -> {
                tasks.setPriority(task.getId(), escalated ? ESCALATED : REMINDED);
                recovery(task)
                        .ifPresent(recovery -> events.publishEvent(new EngineEvent.TaskWaits(
                                recovery.recovery(),
                                now,
                                subjects.of(task.getExecutionId(), recovery),
                                task.getId(),
                                task.getTaskDefinitionKey(),
                                task.getName(),
                                task.getCreateTime().toInstant(),
                                escalated)));
            });
        } catch (OptimisticLockingException | NullValueException e) {
            LOG.debug("a person, or another Kaltstart, was faster: {}", e.getMessage());
        }
    }

    private Optional<RecoveryRecord> recovery(Task task) {
        return Optional.ofNullable(runtime.createProcessInstanceQuery()
                        .processInstanceId(task.getProcessInstanceId())
                        .singleResult())
                .map(ProcessInstance::getBusinessKey)
                .flatMap(recoveries::find);
    }
}
