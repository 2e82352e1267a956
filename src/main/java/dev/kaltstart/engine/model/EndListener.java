package dev.kaltstart.engine.model;

import dev.kaltstart.engine.EngineEvent;
import java.time.Clock;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Reports how a run ended: by the end event it reached, never by the engine's state. */
@Component
public class EndListener implements ExecutionListener {

    private static final Set<String> ENDS = Set.of("recovered", "failed", "aborted");

    private final ApplicationEventPublisher events;
    private final Clock clock;

    EndListener(ApplicationEventPublisher events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateExecution execution) {
        if (called(execution)) {
            return;
        }
        if (execution.getBpmnModelElementInstance() instanceof EndEvent end) {
            if (!end.getEventDefinitions().isEmpty()) {
                // an error begins here, and what catches it closes the recovery
                return;
            }
            String name = ActivityNames.bean(end.getId());
            if (ENDS.contains(name)) {
                publish(execution, name);
            }
        }
    }

    /** Deleted in Cockpit, a run passes no end event. One that has passed its end event ends here as well. */
    void ofProcess(DelegateExecution execution) {
        if (!called(execution)
                && execution.isCanceled()
                && !(execution.getBpmnModelElementInstance() instanceof EndEvent)) {
            publish(execution, "aborted");
        }
    }

    private static boolean called(DelegateExecution execution) {
        return execution.getProcessInstance().getSuperExecution() != null;
    }

    private void publish(DelegateExecution execution, String end) {
        events.publishEvent(new EngineEvent.RunEnded(execution.getProcessBusinessKey(), clock.instant(), end));
    }
}
