package dev.kaltstart.engine;

import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.springframework.stereotype.Component;

/** A disaster that branches on what went wrong is drawn so: the model catches the code of that failure by itself. */
@Component
class FailureRoutes {

    private final RepositoryService repository;

    FailureRoutes(RepositoryService repository) {
        this.repository = repository;
    }

    /** What the failure of a step is thrown as: its own code where the step or a scope around it catches that. */
    String error(LockedExternalTask task, String code) {
        BpmnModelInstance model = repository.getBpmnModelInstance(task.getProcessDefinitionId());
        ModelElementInstance at = model.getModelElementById(task.getActivityId());
        while (at != null) {
            if (catches(model, at, code)) {
                return code;
            }
            at = at.getParentElement();
        }
        return "needsHuman";
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
