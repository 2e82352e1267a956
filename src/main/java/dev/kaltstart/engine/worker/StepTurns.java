package dev.kaltstart.engine.worker;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.engine.Approvals;
import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.model.ExecutionSubjects;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the turn of a step that the engine has handed out, with everything that is remembered about it. */
@Component
public class StepTurns {

    private final Map<String, Step> steps;
    private final Clusters clusters;
    private final StepExecutions memory;
    private final RecoveryRecords recoveries;
    private final ExecutionSubjects subjects;
    private final ObjectProvider<Approvals> approvals;
    private final RepositoryService repository;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final OutcomeRedactor message;
    private final Clock clock;

    StepTurns(
            Map<String, Step> steps,
            Clusters clusters,
            StepExecutions memory,
            RecoveryRecords recoveries,
            ExecutionSubjects subjects,
            ObjectProvider<Approvals> approvals,
            RepositoryService repository,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Redaction redaction,
            Clock clock) {
        this.steps = steps;
        this.clusters = clusters;
        this.memory = memory;
        this.recoveries = recoveries;
        this.subjects = subjects;
        this.approvals = approvals;
        this.repository = repository;
        this.events = events;
        this.transaction = transaction;
        this.message = new OutcomeRedactor(redaction);
        this.clock = clock;
    }

    /** Topics, which are the names of the steps. */
    Iterable<String> topics() {
        return steps.keySet();
    }

    /** @param lease proves that the step is still ours, and throws when it is not */
    StepTurn of(LockedExternalTask task, Runnable lease) {
        RecoveryRecord recovery = recoveries
                .find(String.valueOf(task.getBusinessKey()))
                .orElseThrow(() -> new IllegalStateException("there is no recovery " + task.getBusinessKey()));
        var facts = new KnownFacts(task.getVariables());
        Cluster cluster = open(recovery, Clusters.LOOKING);
        var state = memory.find(task.getId()).orElseGet(() -> begin(task, recovery, cluster));
        return new StepTurn(
                new StepTurn.Context(
                        task.getId(),
                        task.getActivityId(),
                        recovery,
                        BaseFacts.difference(facts, recovery, state.subject()).orElse(null)),
                Objects.requireNonNull(steps.get(task.getTopicName()), "no such step"),
                new TaskRun(facts, recovery, state.subject(), cluster, state.began()),
                Limits.of(task.getExtensionProperties()),
                state,
                memory,
                approvals.getIfAvailable(NoApprovals::new),
                () -> open(
                        recovery,
                        task.getId() + "-"
                                + memory.find(task.getId())
                                        .map(StepExecutions.State::attempts)
                                        .orElse(0)),
                lease,
                message);
    }

    private Cluster open(RecoveryRecord recovery, String step) {
        return clusters.open(recovery.cluster(), recovery.mode(), recovery.recovery(), step);
    }

    private StepExecutions.State begin(LockedExternalTask task, RecoveryRecord recovery, Cluster cluster) {
        String name = name(task);
        Subject subject = subjects.of(task.getExecutionId(), recovery);
        return transaction.execute(status -> {
            var state = memory.begin(
                    task.getId(),
                    recovery.recovery(),
                    subject,
                    task.getProcessDefinitionKey(),
                    task.getActivityId(),
                    name,
                    cluster.clock().instant());
            events.publishEvent(new EngineEvent.StepBegan(
                    recovery.recovery(), clock.instant(), subject, task.getActivityId(), name));
            return state;
        });
    }

    String name(LockedExternalTask task) {
        FlowElement element = repository
                .getBpmnModelInstance(task.getProcessDefinitionId())
                .getModelElementById(task.getActivityId());
        return element.getName();
    }

    private static final class NoApprovals implements Approvals {

        @Override
        public Answer take(RecoveryRecord recovery, String step, String execution, Plan plan) {
            return new Missing("nothing here keeps approvals");
        }

        @Override
        public Optional<Plan> taken(String execution) {
            return Optional.empty();
        }

        @Override
        public Duration left(String approval) {
            return Duration.ZERO;
        }
    }
}
