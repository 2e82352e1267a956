package dev.kaltstart.engine.resolve;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.springframework.stereotype.Component;

/** A disaster that branches on what went wrong is drawn so: the model catches the code of that failure by itself. */
@Component
public class FailureRoutes {

    private static final String ASK = "needsHuman";

    private final RepositoryService repository;
    private final RuntimeService runtime;

    FailureRoutes(RepositoryService repository, RuntimeService runtime) {
        this.repository = repository;
        this.runtime = runtime;
    }

    /** The error code to throw for a failed step: its own if the step, an enclosing scope or a caller catches that. */
    public String error(LockedExternalTask task, String code) {
        return catches(task.getProcessDefinitionId(), task.getActivityId(), task.getProcessInstanceId(), code)
                ? code
                : ASK;
    }

    private boolean catches(String definition, String activity, String run, String code) {
        BpmnModelInstance model = repository.getBpmnModelInstance(definition);
        ModelElementInstance at = model.getModelElementById(activity);
        while (at != null) {
            if (catches(model, at, code)) {
                return true;
            }
            at = at.getParentElement();
        }
        return caller(run)
                .filter(call ->
                        catches(call.getProcessDefinitionId(), call.getActivityId(), call.getProcessInstanceId(), code))
                .isPresent();
    }

    /** The call activity of a run of a shared model; empty for the run of a scenario. */
    private Optional<ExecutionEntity> caller(String run) {
        return Optional.ofNullable((ExecutionEntity) runtime.createProcessInstanceQuery()
                        .processInstanceId(run)
                        .singleResult())
                .map(ExecutionEntity::getSuperExecutionId)
                .map(call -> (ExecutionEntity)
                        runtime.createExecutionQuery().executionId(call).singleResult());
    }

    private static boolean catches(BpmnModelInstance model, ModelElementInstance activity, String code) {
        return model.getModelElementsByType(BoundaryEvent.class).stream()
                .filter(boundary -> activity.equals(boundary.getAttachedTo()))
                .flatMap(FailureRoutes::errors)
                .anyMatch(error -> code.equals(error.getErrorCode()));
    }

    static Stream<Error> errors(BoundaryEvent boundary) {
        return boundary.getEventDefinitions().stream()
                .filter(ErrorEventDefinition.class::isInstance)
                .map(definition -> ((ErrorEventDefinition) definition).getError())
                .filter(Objects::nonNull);
    }
}
