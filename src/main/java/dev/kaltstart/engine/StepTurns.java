package dev.kaltstart.engine;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the turn of a step that the engine has handed out, with everything that is remembered about it. */
@Component
class StepTurns {

    private final Map<String, Step> steps;
    private final Clusters clusters;
    private final StepExecutions memory;
    private final ObjectProvider<Approvals> approvals;
    private final RepositoryService repository;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final CleanWords words;
    private final Clock clock;

    StepTurns(
            Map<String, Step> steps,
            Clusters clusters,
            StepExecutions memory,
            ObjectProvider<Approvals> approvals,
            RepositoryService repository,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Redaction redaction,
            Clock clock) {
        this.steps = steps;
        this.clusters = clusters;
        this.memory = memory;
        this.approvals = approvals;
        this.repository = repository;
        this.events = events;
        this.transaction = transaction;
        this.words = new CleanWords(redaction);
        this.clock = clock;
    }

    /** Topics, which are the names of the steps. */
    Iterable<String> topics() {
        return steps.keySet();
    }

    /** @param lease proves that the step is still ours, and throws when it is not */
    StepTurn of(LockedExternalTask task, Runnable lease) {
        var facts = new KnownFacts(task.getVariables());
        String recovery = facts.get(RunFacts.RECOVERY);
        Cluster cluster = open(facts, Clusters.LOOKING);
        var state = memory.find(task.getId()).orElseGet(() -> begin(task, recovery, cluster));
        return new StepTurn(
                task.getId(),
                task.getActivityId(),
                Objects.requireNonNull(steps.get(task.getTopicName()), "no such step"),
                new TaskRun(facts, cluster, state.began()),
                Limits.of(task.getExtensionProperties()),
                state,
                memory,
                approvals.getIfAvailable(() -> (r, step, execution) -> false),
                () -> open(
                        facts,
                        task.getId() + "-"
                                + memory.find(task.getId())
                                        .map(StepExecutions.State::attempts)
                                        .orElse(0)),
                lease,
                words);
    }

    private Cluster open(Facts facts, String step) {
        return clusters.open(facts.get(RunFacts.CLUSTER), facts.get(RunFacts.MODE), facts.get(RunFacts.RECOVERY), step);
    }

    private StepExecutions.State begin(LockedExternalTask task, String recovery, Cluster cluster) {
        String name = name(task);
        return transaction.execute(status -> {
            var state = memory.begin(
                    task.getId(),
                    recovery,
                    task.getProcessDefinitionKey(),
                    task.getActivityId(),
                    name,
                    cluster.clock().instant());
            events.publishEvent(new Happened.StepBegan(recovery, clock.instant(), task.getActivityId(), name));
            return state;
        });
    }

    String name(LockedExternalTask task) {
        FlowElement element = repository
                .getBpmnModelInstance(task.getProcessDefinitionId())
                .getModelElementById(task.getActivityId());
        return element.getName();
    }
}
