package dev.kaltstart.architecture.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;

/** Nothing is destroyed without a person: an approval that names the step lies on every path to it. */
final class ApprovalRule implements Rules.Rule {

    @Override
    public Stream<String> violations(Model model) {
        return model.all(ServiceTask.class)
                .filter(task -> model.beans().destructive(Model.bean(task)))
                .flatMap(task -> pathWithoutApproval(task, model).stream()
                        .map(path ->
                                task.getId() + " destroys, and is reached without an approval that names it: " + path));
    }

    private static Optional<String> pathWithoutApproval(ServiceTask task, Model model) {
        var paths = new Paths(model);
        var cameFrom = new LinkedHashMap<FlowNode, Optional<FlowNode>>();
        var open = new ArrayDeque<FlowNode>();
        paths.entries().forEach(entry -> visit(entry, Optional.empty(), cameFrom, open));
        while (!open.isEmpty()) {
            FlowNode here = open.remove();
            // an approval that was broken off allows nothing: its boundary events lead on unapproved
            var onwards = approves(here, Model.bean(task)) ? paths.boundariesOf(here) : paths.after(here);
            onwards.forEach(next -> visit(next, Optional.of(here), cameFrom, open));
        }
        return cameFrom.containsKey(task) ? Optional.of(described(task, cameFrom)) : Optional.empty();
    }

    private static void visit(
            FlowNode node,
            Optional<FlowNode> from,
            Map<FlowNode, Optional<FlowNode>> cameFrom,
            ArrayDeque<FlowNode> open) {
        if (cameFrom.putIfAbsent(node, from) == null) {
            open.add(node);
        }
    }

    private static String described(FlowNode end, Map<FlowNode, Optional<FlowNode>> cameFrom) {
        var ids = new ArrayList<String>();
        for (Optional<FlowNode> node = Optional.of(end); node.isPresent(); node = cameFrom.get(node.get())) {
            ids.add(0, node.get().getId());
        }
        return String.join(" > ", ids);
    }

    private static boolean approves(FlowNode node, String bean) {
        return node instanceof CallActivity call
                && "approve".equals(call.getCalledElement())
                && approvalFor(call)
                        .flatMap(names -> Stream.of(names.split(",")))
                        .anyMatch(name -> name.trim().equals(bean));
    }

    private static Stream<String> approvalFor(CallActivity call) {
        if (call.getExtensionElements() == null) {
            return Stream.of();
        }
        return call.getExtensionElements().getElementsQuery().filterByType(CamundaIn.class).list().stream()
                .filter(in -> "approvalFor".equals(in.getCamundaTarget()))
                .map(CamundaIn::getCamundaSourceExpression)
                .filter(Objects::nonNull);
    }
}
