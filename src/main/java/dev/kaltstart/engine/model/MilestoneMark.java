package dev.kaltstart.engine.model;

import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.Milestones.Drawn;
import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.MultiInstanceActivityBehavior;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Reports that a step or a call is done that its model calls a milestone. */
@Component
public class MilestoneMark {

    private final ApplicationEventPublisher events;
    private final Clock clock;

    MilestoneMark(ApplicationEventPublisher events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    void on(ActivityImpl activity, ScopeImpl scope, Map<String, String> properties) {
        try {
            Drawn.of(properties).ifPresent(milestone -> {
                if (scope instanceof ActivityImpl body
                        && body.getActivityBehavior() instanceof MultiInstanceActivityBehavior) {
                    // the first round would be the milestone
                    throw new IllegalArgumentException("is a milestone and a loop");
                }
                activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, reached(milestone));
            });
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("'" + activity.getId() + "' " + e.getMessage(), e);
        }
    }

    private ExecutionListener reached(Drawn milestone) {
        return execution -> {
            // skipped, aborted or failed: it ends as well, and is not done
            if (!execution.isCanceled()) {
                events.publishEvent(new EngineEvent.MilestoneReached(
                        execution.getProcessBusinessKey(), clock.instant(), milestone.name(), milestone.objective()));
            }
        };
    }
}
