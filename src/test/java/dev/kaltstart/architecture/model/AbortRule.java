package dev.kaltstart.architecture.model;

import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;

/**
 * A scenario hears that it is to stop, wherever it is: a live recovery takes the cluster from a drill without waiting for
 * the drill, which must not go on beside it.
 */
final class AbortRule implements Rules.Rule {

    @Override
    public Stream<String> violations(Model model) {
        boolean heard = model.all(SubProcess.class)
                .filter(SubProcess::triggeredByEvent)
                .filter(scope -> scope.getParentElement().equals(model.process()))
                .flatMap(scope -> scope.getChildElementsByType(StartEvent.class).stream())
                .filter(StartEvent::isInterrupting)
                .flatMap(start -> start.getChildElementsByType(MessageEventDefinition.class).stream())
                .anyMatch(definition -> definition.getMessage() != null
                        && "abort".equals(definition.getMessage().getName()));
        return heard
                ? Stream.of()
                : Stream.of("needs an event sub-process at its top level that starts with the message 'abort' and"
                        + " interrupts what runs");
    }
}
