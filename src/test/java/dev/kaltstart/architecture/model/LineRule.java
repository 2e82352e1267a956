package dev.kaltstart.architecture.model;

import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;

/** Flows can be followed with the eye: from left to right, from shape to shape, across nothing. */
final class LineRule implements Rules.Rule {

    private static final double FORWARDS = 0.8;
    /** Modellers round; half a pixel is no gap and no overlap. */
    private static final double ROUNDING = 1.5;

    @Override
    public Stream<String> violations(Model model) {
        List<Diagram> diagrams = Diagram.of(model);
        return Stream.concat(
                direction(diagrams),
                diagrams.stream()
                        .flatMap(diagram -> Stream.of(docking(diagram), throughShapes(diagram), crossings(diagram))
                                .flatMap(found -> found)));
    }

    private static Stream<String> direction(List<Diagram> diagrams) {
        List<SequenceFlow> backwards = diagrams.stream()
                .flatMap(diagram -> drawn(diagram).filter(flow -> !forwards(flow, diagram)))
                .toList();
        int all = diagrams.stream().mapToInt(diagram -> diagram.flows().size()).sum();
        return backwards.size() > (1 - FORWARDS) * all
                ? Stream.of(backwards.size() + " of " + all + " flows do not lead to the right: "
                        + backwards.stream().map(SequenceFlow::getId).toList())
                : Stream.of();
    }

    private static boolean forwards(SequenceFlow flow, Diagram diagram) {
        return diagram.shapes().get(flow.getTarget()).getX()
                > diagram.shapes().get(flow.getSource()).getX();
    }

    private static Stream<String> docking(Diagram diagram) {
        return drawn(diagram)
                .filter(flow -> {
                    List<Line2D> lines = diagram.flows().get(flow);
                    return lines.isEmpty()
                            || !box(flow.getSource(), diagram)
                                    .contains(lines.get(0).getP1())
                            || !box(flow.getTarget(), diagram)
                                    .contains(lines.get(lines.size() - 1).getP2());
                })
                .map(flow -> flow.getId() + " does not lead from "
                        + flow.getSource().getId() + " to " + flow.getTarget().getId());
    }

    private static Stream<String> throughShapes(Diagram diagram) {
        return drawn(diagram)
                .flatMap(flow -> diagram.boxes()
                        .filter(shape -> foreign(shape.getKey(), flow))
                        .filter(shape -> diagram.flows().get(flow).stream()
                                .anyMatch(Diagram.grown(shape.getValue(), -ROUNDING)::intersectsLine))
                        .map(shape -> flow.getId() + " is drawn through "
                                + shape.getKey().getId()));
    }

    private static boolean foreign(FlowNode node, SequenceFlow flow) {
        return !node.equals(flow.getSource()) && !node.equals(flow.getTarget()) && !Diagram.inside(flow, node);
    }

    private static Stream<String> crossings(Diagram diagram) {
        var found = new ArrayList<String>();
        List<Map.Entry<SequenceFlow, List<Line2D>>> flows =
                List.copyOf(diagram.flows().entrySet());
        for (int i = 0; i < flows.size(); i++) {
            for (var other : flows.subList(i + 1, flows.size())) {
                var one = flows.get(i);
                if (!join(one.getKey(), other.getKey()) && cross(one.getValue(), other.getValue())) {
                    found.add(one.getKey().getId() + " and " + other.getKey().getId() + " cross");
                }
            }
        }
        return found.stream();
    }

    private static boolean join(SequenceFlow one, SequenceFlow other) {
        return one.getSource().equals(other.getSource()) || one.getTarget().equals(other.getTarget());
    }

    private static boolean cross(List<Line2D> one, List<Line2D> other) {
        return one.stream().anyMatch(line -> other.stream().anyMatch(line::intersectsLine));
    }

    private static Stream<SequenceFlow> drawn(Diagram diagram) {
        return diagram.flows().keySet().stream()
                .filter(flow -> diagram.shapes().containsKey(flow.getSource()))
                .filter(flow -> diagram.shapes().containsKey(flow.getTarget()));
    }

    private static Rectangle2D box(FlowNode node, Diagram diagram) {
        return Diagram.grown(diagram.shapes().get(node), ROUNDING);
    }
}
