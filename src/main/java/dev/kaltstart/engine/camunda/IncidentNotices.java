package dev.kaltstart.engine.camunda;

import dev.kaltstart.engine.EngineEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.incident.DefaultIncidentHandler;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.incident.IncidentHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Publishes each incident of a recovery, in the transaction that makes it: of a step, and of a job of the engine's own. */
@Component
@Order(1000)
public class IncidentNotices extends AbstractCamundaConfiguration {

    private final ApplicationEventPublisher events;
    private final Clock clock;

    IncidentNotices(ApplicationEventPublisher events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void preInit(SpringProcessEngineConfiguration engine) {
        var handlers = new ArrayList<IncidentHandler>(
                Objects.requireNonNullElse(engine.getCustomIncidentHandlers(), List.of()));
        handlers.add(new Publishing(Incident.FAILED_JOB_HANDLER_TYPE));
        handlers.add(new Publishing(Incident.EXTERNAL_TASK_HANDLER_TYPE));
        engine.setCustomIncidentHandlers(handlers);
    }

    private final class Publishing extends DefaultIncidentHandler {

        Publishing(String type) {
            super(type);
        }

        @Override
        public Incident handleIncident(IncidentContext context, String message) {
            Incident incident = super.handleIncident(context, message);
            ExecutionEntity execution = context.getExecutionId() == null
                    ? null
                    : Context.getCommandContext().getExecutionManager().findExecutionById(context.getExecutionId());
            if (execution != null && execution.getProcessBusinessKey() != null) {
                events.publishEvent(new EngineEvent.IncidentOpened(
                        execution.getProcessBusinessKey(),
                        clock.instant(),
                        String.valueOf(context.getActivityId()),
                        Objects.requireNonNullElse(message, "no reason was given")));
            }
            return incident;
        }
    }
}
