package dev.kaltstart.architecture.model;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;

/** A scenario that installs a node proves that it can do so before it destroys anything. */
final class GateRule implements Rules.Rule {

    private static final String GATE = "checkPrerequisites";

    @Override
    public Stream<String> violations(Model model) {
        boolean installs =
                model.all(CallActivity.class).anyMatch(call -> "provision-node".equals(call.getCalledElement()));
        if (!installs) {
            return Stream.of();
        }
        List<ServiceTask> gates = model.all(ServiceTask.class)
                .filter(task -> GATE.equals(Model.bean(task)))
                .toList();
        return gates.isEmpty()
                ? Stream.of("calls provision-node, and needs the step " + GATE + " before its first destructive step")
                : model.all(ServiceTask.class)
                        .filter(task -> model.beans().destructive(Model.bean(task)))
                        .filter(task -> leadsToOneOf(gates, task, new Paths(model)))
                        .map(task -> task.getId() + " destroys before " + GATE);
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
