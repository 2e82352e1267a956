package dev.kaltstart.engine.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.jspecify.annotations.Nullable;

/**
 * One way on from a step that is stuck.
 *
 * @param value as the form sends it
 * @param label as the form shows it
 * @param target where the model has drawn that it leads; null for the ways that are the same in every model
 */
record ResolveChoice(String value, String label, @Nullable FlowNode target) {

    static final ResolveChoice RETRY =
            new ResolveChoice("retry", "Retry: the cause is gone, run this step again", null);
    static final ResolveChoice SKIP = new ResolveChoice("skip", "Skip: continue without the rest of this phase", null);
    static final ResolveChoice ABORT = new ResolveChoice("abort", "Abort: close the recovery now", null);

    private static final String EXTRA = "choice_";

    /** In the order of the form. */
    static List<ResolveChoice> of(BpmnModelInstance model, ServiceTask step) {
        var choices = new ArrayList<ResolveChoice>();
        choices.add(RETRY);
        extras(model, step).forEach(choices::add);
        if (isSkippable((BaseElement) step.getParentElement())) {
            choices.add(SKIP);
        }
        choices.add(ABORT);
        return choices;
    }

    private static Stream<ResolveChoice> extras(BpmnModelInstance model, ServiceTask step) {
        return model.getModelElementsByType(BoundaryEvent.class).stream()
                .filter(boundary -> boundary.getAttachedTo().equals(step))
                .flatMap(boundary -> FailureRoutes.errors(boundary)
                        .filter(error -> error.getId().startsWith(EXTRA))
                        .flatMap(error -> target(model, boundary)
                                .map(target -> new ResolveChoice(error.getErrorCode(), boundary.getName(), target))));
    }

    private static Stream<FlowNode> target(BpmnModelInstance model, BoundaryEvent boundary) {
        return model.getModelElementsByType(SequenceFlow.class).stream()
                .filter(flow -> boundary.equals(flow.getSource()))
                .map(SequenceFlow::getTarget);
    }

    private static boolean isSkippable(BaseElement scope) {
        return scope.getExtensionElements() != null
                && scope.getExtensionElements().getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                        .flatMap(properties -> properties.getCamundaProperties().stream())
                        .anyMatch(property -> "skippable".equals(property.getCamundaName())
                                && "true".equals(property.getCamundaValue()));
    }

    boolean isExtra() {
        return target != null;
    }
}
