package dev.kaltstart.engine.resolve;

import dev.kaltstart.engine.model.ActivityNames;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BpmnModelElementInstance;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ConditionExpression;
import org.camunda.bpm.model.bpmn.instance.Documentation;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.TerminateEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/** The elements added to one step: stuck, resolve, how to continue. All in the scope of the step. */
final class ResolveLoop {

    private static final String APPROVAL = "approvalFor";

    private final BpmnModelInstance model;
    private final ServiceTask step;
    private final ModelElementInstance scope;
    private final Error aborted;
    private final BoundaryEvent stuck;
    private final UserTask resolve;
    private final ExclusiveGateway decide;

    ResolveLoop(BpmnModelInstance model, ServiceTask step, Error aborted) {
        this.model = model;
        this.step = step;
        this.scope = step.getParentElement();
        this.aborted = aborted;
        this.stuck = model.newInstance(BoundaryEvent.class, ResolveExpansion.STUCK + step.getId());
        this.resolve = model.newInstance(UserTask.class, ResolveExpansion.RESOLVE + step.getId());
        this.decide = model.newInstance(ExclusiveGateway.class, "decide_" + step.getId());
    }

    void stuck(Error needsHuman) {
        scope.addChildElement(stuck);
        stuck.setName("Stuck: " + step.getName());
        stuck.setAttachedTo(step);
        caught(stuck, needsHuman);
    }

    /** @param form names the form that has the choices of this step */
    void ask(String form) {
        before(step, resolve);
        resolve.setName("Resolve: " + step.getName());
        Documentation why = model.newInstance(Documentation.class, resolve.getId() + "_why");
        why.setTextContent("The step is stuck and needs the decision of a person.");
        resolve.addChildElement(why);
        resolve.setCamundaFormRef(form);
        resolve.setCamundaFormRefBinding("deployment");
        resolve.setCamundaCandidateGroups("operators");
        shape();
        scope.addChildElement(decide);
        decide.setName("How to continue?");
        flow("ask", stuck, resolve);
        flow("decide", resolve, decide);
    }

    void follow(ResolveChoice choice) {
        SequenceFlow flow = flow(choice.value(), decide, target(choice));
        flow.setName(choice.value());
        ConditionExpression condition =
                model.newInstance(ConditionExpression.class, "condition_" + choice.value() + "_" + step.getId());
        condition.setTextContent("${decision == '" + choice.value() + "'}");
        flow.setConditionExpression(condition);
    }

    private FlowNode target(ResolveChoice choice) {
        if (choice.target() != null) {
            return choice.target();
        }
        if (choice.equals(ResolveChoice.RETRY)) {
            return approval().orElse(step);
        }
        boolean skip = choice.equals(ResolveChoice.SKIP);
        EndEvent end = model.newInstance(EndEvent.class, (skip ? "skipped_" : "aborted_") + step.getId());
        scope.addChildElement(end);
        end.setName(skip ? "Skipped" : "Aborted");
        if (skip) {
            // another branch of the phase may be waiting for this one
            end.addChildElement(model.newInstance(TerminateEventDefinition.class, end.getId() + "_end"));
        } else {
            caught(end, aborted);
        }
        return end;
    }

    /** An approval is for one attempt: a step that needed one is asked for again before it is tried again. */
    private Optional<FlowNode> approval() {
        return model.getModelElementsByType(CallActivity.class).stream()
                .filter(call -> scope.equals(call.getParentElement()))
                .filter(call -> approved(call).anyMatch(ActivityNames.bean(step.getId())::equals))
                .<FlowNode>map(call -> call)
                .findFirst();
    }

    private static Stream<String> approved(CallActivity call) {
        return call.getExtensionElements() == null
                ? Stream.of()
                : call.getExtensionElements().getElementsQuery().filterByType(CamundaIn.class).list().stream()
                        .filter(in -> APPROVAL.equals(in.getCamundaTarget()) && in.getCamundaSourceExpression() != null)
                        .flatMap(in -> Stream.of(in.getCamundaSourceExpression().split(",")))
                        .map(String::trim);
    }

    private void caught(FlowNode event, Error error) {
        ErrorEventDefinition definition = model.newInstance(ErrorEventDefinition.class, event.getId() + "_error");
        event.addChildElement(definition);
        definition.setError(error);
    }

    private SequenceFlow flow(String name, FlowNode from, FlowNode to) {
        SequenceFlow flow = model.newInstance(SequenceFlow.class, "flow_" + from.getId() + "_" + name);
        scope.addChildElement(flow);
        flow.setSource(from);
        from.getOutgoing().add(flow);
        flow.setTarget(to);
        to.getIncoming().add(flow);
        return flow;
    }

    /** At the place of the step and under it, so that Cockpit shows the waiting task on the step. */
    private void shape() {
        BpmnShape drawn = step.getDiagramElement();
        if (drawn != null) {
            BpmnShape shape = model.newInstance(BpmnShape.class, resolve.getId() + "_shape");
            before(drawn, shape);
            shape.setBpmnElement(resolve);
            Bounds same = model.newInstance(Bounds.class);
            shape.setBounds(same);
            same.setX(drawn.getBounds().getX());
            same.setY(drawn.getBounds().getY());
            same.setWidth(drawn.getBounds().getWidth());
            same.setHeight(drawn.getBounds().getHeight());
        }
    }

    private static void before(BpmnModelElementInstance there, BpmnModelElementInstance added) {
        ModelElementInstance parent = there.getParentElement();
        @Nullable ModelElementInstance previous = null;
        for (DomElement child : parent.getDomElement().getChildElements()) {
            if (child.equals(there.getDomElement())) {
                break;
            }
            previous = child.getModelElementInstance();
        }
        parent.insertElementAfter(added, previous);
    }
}
