package dev.kaltstart.architecture.model;

import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;

/** How a run begins, what it calls, and how it ends. */
final class FlowRule implements Rules.Rule {

    private static final Set<String> ENDINGS = Set.of("recovered", "failed", "aborted");

    @Override
    public Stream<String> violations(Model model) {
        return Stream.of(starts(model), calls(model), model.shared() ? Stream.<String>of() : ends(model))
                .flatMap(violations -> violations);
    }

    private static Stream<String> starts(Model model) {
        return model.all(StartEvent.class)
                .filter(start -> start.getParentElement().equals(model.process()))
                .filter(start -> !start.isCamundaAsyncBefore())
                .map(start ->
                        start.getId() + " must have camunda:asyncBefore=\"true\", so that a start is saved first");
    }

    private static Stream<String> calls(Model model) {
        return model.all(CallActivity.class)
                .filter(call -> !model.known().contains(String.valueOf(call.getCalledElement())))
                .map(call -> call.getId() + " calls " + call.getCalledElement() + ", and there is no such model");
    }

    private static Stream<String> ends(Model model) {
        return model.all(EndEvent.class)
                .filter(end -> endsTheRun(end, model))
                .filter(end -> !throwsError(end) && !ENDINGS.contains(Model.bean(end)))
                .map(end -> end.getId() + " must be called recovered, failed or aborted, or throw an error");
    }

    private static boolean endsTheRun(EndEvent end, Model model) {
        return end.getParentElement().equals(model.process())
                || (end.getParentElement() instanceof SubProcess scope
                        && scope.triggeredByEvent()
                        && scope.getParentElement().equals(model.process()));
    }

    static boolean throwsError(EndEvent end) {
        return end.getEventDefinitions().stream().anyMatch(ErrorEventDefinition.class::isInstance);
    }
}
