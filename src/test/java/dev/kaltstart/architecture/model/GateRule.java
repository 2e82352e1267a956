package dev.kaltstart.architecture.model;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;

/** A scenario that installs a node proves that it can do so before it destroys anything. */
final class GateRule implements Rules.Rule {

    private static final Map<String, String> GATES =
            Map.of("provision-node", "checkPrerequisites", "install-machine", "checkGoBag");

    @Override
    public Stream<String> violations(Model model) {
        return GATES.keySet().stream()
                .filter(called -> !model.shared())
                .filter(called ->
                        model.all(CallActivity.class).anyMatch(call -> called.equals(call.getCalledElement())))
                .flatMap(called -> violations(model, called, GATES.get(called)));
    }

    private static Stream<String> violations(Model model, String called, String gate) {
        List<ServiceTask> gates = model.all(ServiceTask.class)
                .filter(task -> gate.equals(Model.bean(task)))
                .toList();
        return gates.isEmpty()
                ? Stream.of("calls " + called + ", and needs the step " + gate + " before its first destructive step")
                : model.all(ServiceTask.class)
                        .filter(task -> model.beans().destructive(Model.bean(task)))
                        .filter(task -> leadsToOneOf(gates, task, new Paths(model)))
                        .map(task -> task.getId() + " destroys before " + gate);
    }

    private static boolean leadsToOneOf(List<ServiceTask> gates, FlowNode from, Paths paths) {
        var seen = new HashSet<FlowNode>();
        var open = new ArrayDeque<FlowNode>(List.of(from));
        while (!open.isEmpty()) {
            paths.after(open.remove()).filter(seen::add).forEach(open::add);
        }
        return gates.stream().anyMatch(seen::contains);
    }
}
