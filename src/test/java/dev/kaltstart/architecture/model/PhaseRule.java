package dev.kaltstart.architecture.model;

import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnPlane;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;

/** The top level of a scenario is its phases, five to eight of them: sub-processes with a plane of their own, or other models. */
final class PhaseRule implements Rules.Rule {

    private static final int FEWEST = 5;
    private static final int MOST = 8;

    @Override
    public Stream<String> violations(Model model) {
        List<Activity> top = model.all(Activity.class)
                .filter(activity -> activity.getParentElement().equals(model.process()))
                .filter(activity -> !(activity instanceof SubProcess scope && scope.triggeredByEvent()))
                .toList();
        List<Activity> phases = top.stream()
                .filter(activity -> activity instanceof SubProcess || activity instanceof CallActivity)
                .toList();
        return Stream.of(
                        count(phases),
                        top.stream()
                                .filter(activity -> !phases.contains(activity))
                                .map(activity -> activity.getId() + " belongs into a phase"),
                        phases.stream().filter(SubProcess.class::isInstance).flatMap(phase -> drawing(phase, model)))
                .flatMap(found -> found);
    }

    private static Stream<String> count(List<Activity> phases) {
        return phases.size() < FEWEST || phases.size() > MOST
                ? Stream.of("the top level has " + phases.size() + " phases, and not " + FEWEST + " to " + MOST)
                : Stream.of();
    }

    private static Stream<String> drawing(Activity phase, Model model) {
        boolean collapsed = model.all(BpmnShape.class)
                .anyMatch(shape -> phase.equals(shape.getBpmnElement()) && !shape.isExpanded());
        boolean plane = model.all(BpmnPlane.class).anyMatch(drawn -> phase.equals(drawn.getBpmnElement()));
        return Stream.concat(
                collapsed ? Stream.of() : Stream.of(phase.getId() + " is a phase, and must be drawn collapsed"),
                plane ? Stream.of() : Stream.of(phase.getId() + " is a phase, and has no plane of its own"));
    }
}
