package dev.kaltstart.engine.task;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.engine.Subject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;

/** The run as a human task sees it: facts are read and written at once, in the engine's transaction. */
public class ListenerRun implements Run {

    private final DelegateTask task;
    private final RecoveryRecord recovery;
    private final Subject subject;
    private final Clusters clusters;
    private final Set<Fact<?>> writes;

    ListenerRun(DelegateTask task, RecoveryRecord recovery, Subject subject, Clusters clusters, Set<Fact<?>> writes) {
        this.task = task;
        this.recovery = recovery;
        this.subject = subject;
        this.clusters = clusters;
        this.writes = writes;
    }

    @Override
    public String recovery() {
        return recovery.recovery();
    }

    @Override
    public Subject subject() {
        return subject;
    }

    @Override
    public Mode mode() {
        return recovery.mode();
    }

    @Override
    public Cluster cluster() {
        return clusters.open(recovery.cluster(), mode(), recovery(), Clusters.LOOKING);
    }

    @Override
    public Instant began() {
        return task.getCreateTime().toInstant();
    }

    /** Not the task's own variables: those are for its form. */
    @Override
    public <T> Optional<T> find(Fact<T> fact) {
        return Optional.ofNullable(task.getExecution().getVariable(fact.name())).map(fact::decode);
    }

    @Override
    public <T> void set(Fact<T> fact, T value) {
        RunFacts.requireOwn(fact, writes);
        task.getExecution().setVariable(fact.name(), RunFacts.storable(fact.encode(value)));
    }

    public String activity() {
        return task.getTaskDefinitionKey();
    }

    public BpmnModelInstance model() {
        return task.getBpmnModelInstance();
    }

    public TaskForm form() {
        return TaskForm.of(Context.getCommandContext(), (TaskEntity) task);
    }

    RecoveryRecord record() {
        return recovery;
    }
}
