package dev.kaltstart.architecture.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;

/** Everything is drawn, and nothing is drawn over something else. */
final class DiagramRule implements Rules.Rule {

    @Override
    public Stream<String> violations(Model model) {
        List<Diagram> diagrams = Diagram.of(model);
        return Stream.concat(undrawn(model, diagrams), diagrams.stream().flatMap(DiagramRule::misplaced));
    }

    private static Stream<String> undrawn(Model model, List<Diagram> diagrams) {
        Set<Object> drawn = new HashSet<>();
        diagrams.forEach(diagram -> {
            drawn.addAll(diagram.shapes().keySet());
            drawn.addAll(diagram.flows().keySet());
        });
        return Stream.concat(
                model.all(FlowNode.class)
                        .filter(node -> !drawn.contains(node))
                        .map(node -> node.getId() + " has no shape"),
                model.all(SequenceFlow.class)
                        .filter(flow -> !drawn.contains(flow))
                        .map(flow -> flow.getId() + " has no edge"));
    }

    private static Stream<String> misplaced(Diagram diagram) {
        var found = new ArrayList<String>();
        List<FlowNode> nodes = List.copyOf(diagram.shapes().keySet());
        for (int i = 0; i < nodes.size(); i++) {
            for (FlowNode other : nodes.subList(i + 1, nodes.size())) {
                complain(nodes.get(i), other, diagram, found);
            }
        }
        return found.stream();
    }

    private static void complain(FlowNode one, FlowNode other, Diagram diagram, List<String> found) {
        if (Diagram.belongTogether(one, other)) {
            complainOfEscape(one, other, diagram, found);
            complainOfEscape(other, one, diagram, found);
        } else if (diagram.shapes().get(one).intersects(diagram.shapes().get(other))) {
            found.add(one.getId() + " and " + other.getId() + " are drawn over each other");
        }
    }

    private static void complainOfEscape(FlowNode inner, FlowNode outer, Diagram diagram, List<String> found) {
        if (outer instanceof SubProcess
                && Diagram.inside(inner, outer)
                && !diagram.shapes().get(outer).contains(diagram.shapes().get(inner))) {
            found.add(inner.getId() + " is drawn outside of " + outer.getId() + ", which it belongs to");
        }
    }
}
