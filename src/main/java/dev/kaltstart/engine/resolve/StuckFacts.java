package dev.kaltstart.engine.resolve;

import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.engine.StepHistory;
import dev.kaltstart.engine.VariableLimits;
import dev.kaltstart.engine.model.ExecutionSubjects;
import dev.kaltstart.engine.worker.StepExecutions;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.stereotype.Component;

/**
 * Where the error of a step is caught: says why it stopped, to what follows in this execution and to no other. Two rounds
 * of a loop may be stuck at once, and a variable of the whole run would hold the reason of only one.
 */
@Component
public class StuckFacts {

    private final BeanFactory beans;
    private final StepExecutions steps;
    private final ExecutionSubjects subjects;

    StuckFacts(BeanFactory beans, StepExecutions steps, ExecutionSubjects subjects) {
        this.beans = beans;
        this.steps = steps;
        this.subjects = subjects;
    }

    /** For a boundary event that catches errors of this activity, a step or a scope around steps. */
    public ExecutionListener of(String activity, boolean isStep) {
        return execution -> tell(execution, isStep ? Optional.of(activity) : Optional.empty());
    }

    private void tell(DelegateExecution execution, Optional<String> step) {
        Optional<StepHistory.Execution> failed = failed(execution, step);
        execution.setVariableLocal(
                RunFacts.PROBLEM.name(),
                VariableLimits.cut(failed.map(stuck -> stuck.name() + ": " + stuck.message())
                        .orElse("")));
        execution.setVariableLocal(
                RunFacts.FAILURE_CODE.name(),
                failed.map(StepHistory.Execution::code).orElse(""));
        // what was chosen the last time, and what is chosen now, are this execution's alone as well
        execution.setVariableLocal(ResolveForm.DECISION, "");
        execution.setVariableLocal(ResolveForm.REASON, "");
    }

    private Optional<StepHistory.Execution> failed(DelegateExecution execution, Optional<String> step) {
        // asked for late: the rows lead back to the engine that is being built
        return beans.getBean(RecoveryRecords.class)
                .find(execution.getProcessBusinessKey())
                .flatMap(recovery -> steps.lastFailed(
                        recovery.recovery(), subjects.of((ExecutionEntity) execution, recovery), step));
    }
}
