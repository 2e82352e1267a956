package dev.kaltstart.architecture.model;

import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/**
 * Where a token can go, into sub-processes and out of them again. Rather one path too many than one too few. The engine
 * goes by the flows; what a node says of its own incoming and outgoing ones is decoration.
 */
final class Paths {

    private final Model model;

    Paths(Model model) {
        this.model = model;
    }

    /** Where a run can begin: an event sub-process can at any time. */
    Stream<FlowNode> entries() {
        return startsOf(model.process());
    }

    Stream<FlowNode> after(FlowNode node) {
        Stream<FlowNode> onwards;
        if (node instanceof SubProcess scope) {
            onwards = startsOf(scope);
        } else {
            onwards = afterTheEndOf(node);
        }
        return Stream.concat(onwards, boundariesOf(node));
    }

    Stream<FlowNode> boundariesOf(FlowNode node) {
        return model.all(BoundaryEvent.class)
                .filter(event -> node.equals(event.getAttachedTo()))
                .map(event -> event);
    }

    private Stream<FlowNode> afterTheEndOf(FlowNode node) {
        if (targets(node).findAny().isPresent()) {
            return targets(node);
        }
        boolean thrown = node instanceof EndEvent end && FlowRule.throwsError(end);
        return !thrown && node.getParentElement() instanceof SubProcess scope ? afterTheEndOf(scope) : Stream.of();
    }

    private Stream<FlowNode> startsOf(ModelElementInstance scope) {
        Stream<FlowNode> own = model.all(StartEvent.class)
                .filter(start -> start.getParentElement().equals(scope))
                .map(start -> start);
        Stream<FlowNode> ofEvents = model.all(SubProcess.class)
                .filter(inner ->
                        inner.triggeredByEvent() && inner.getParentElement().equals(scope))
                .flatMap(this::startsOf);
        return Stream.concat(own, ofEvents);
    }

    private Stream<FlowNode> targets(FlowNode node) {
        return model.all(SequenceFlow.class)
                .filter(flow -> flow.getSource().equals(node))
                .map(SequenceFlow::getTarget);
    }
}
