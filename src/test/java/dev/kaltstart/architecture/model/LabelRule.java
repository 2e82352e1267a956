package dev.kaltstart.architecture.model;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.SubProcess;

/** A label is a shape like any other: it has its place and its size, and nothing is drawn over it. */
final class LabelRule implements Rules.Rule {

    /** Of the font in which the names of events, gateways and flows are drawn. */
    private static final double LETTER = 4.7;

    private static final double LINE = 13;
    private static final double TITLE = 20;
    private static final double ROUNDING = 1.5;

    @Override
    public Stream<String> violations(Model model) {
        return Diagram.of(model).stream().flatMap(LabelRule::violations);
    }

    private static Stream<String> violations(Diagram diagram) {
        Map<FlowElement, Rectangle2D> labels = labels(diagram);
        return Stream.of(missing(diagram), tooSmall(diagram), crossed(diagram, labels), covered(diagram, labels))
                .flatMap(found -> found);
    }

    /** Those of expanded sub-processes are drawn inside, at the top. */
    private static Map<FlowElement, Rectangle2D> labels(Diagram diagram) {
        var labels = new LinkedHashMap<>(diagram.labels());
        diagram.shapes().forEach((node, box) -> {
            if (node instanceof SubProcess && holds(node, diagram) && named(node)) {
                double width = Math.min(node.getName().length() * LETTER, box.getWidth());
                labels.put(
                        node, new Rectangle2D.Double(box.getCenterX() - width / 2, box.getY() + 2, width, TITLE - 2));
            }
        });
        return labels;
    }

    private static boolean holds(FlowNode scope, Diagram diagram) {
        return diagram.shapes().keySet().stream().anyMatch(node -> Diagram.inside(node, scope));
    }

    private static boolean named(FlowElement element) {
        return element.getName() != null && !element.getName().isBlank();
    }

    private static Stream<String> missing(Diagram diagram) {
        return Stream.concat(
                        diagram.shapes().keySet().stream()
                                .filter(node -> node instanceof Event || node instanceof Gateway),
                        diagram.flows().keySet().stream())
                .filter(LabelRule::named)
                .filter(element -> !diagram.labels().containsKey(element))
                .map(element -> element.getId() + " has a name, and its label has no place");
    }

    private static Stream<String> tooSmall(Diagram diagram) {
        return diagram.labels().entrySet().stream()
                .filter(label -> named(label.getKey()))
                .filter(label ->
                        lines(label.getKey().getName(), label.getValue().getWidth()) * LINE
                                > label.getValue().getHeight() + LINE / 2)
                .map(label -> "the name of " + label.getKey().getId() + " does not fit into its label");
    }

    /** As the viewer breaks a name: between words; a word that is too long for a line takes two. */
    private static int lines(String name, double width) {
        int lines = 1;
        double used = 0;
        for (String word : name.split(" ", -1)) {
            double needed = word.length() * LETTER;
            if (needed > width + ROUNDING) {
                lines++;
            }
            if (used > 0 && used + LETTER + needed > width + ROUNDING) {
                lines++;
                used = needed;
            } else {
                used += (used > 0 ? LETTER : 0) + needed;
            }
        }
        return lines;
    }

    private static Stream<String> crossed(Diagram diagram, Map<FlowElement, Rectangle2D> labels) {
        return labels.entrySet().stream()
                .flatMap(label -> diagram.flows().entrySet().stream()
                        .filter(flow -> flow.getValue().stream()
                                .anyMatch(Diagram.grown(label.getValue(), -ROUNDING)::intersectsLine))
                        .map(flow -> flow.getKey().getId() + " is drawn through the label of "
                                + label.getKey().getId()));
    }

    private static Stream<String> covered(Diagram diagram, Map<FlowElement, Rectangle2D> labels) {
        var found = new ArrayList<String>();
        List<Map.Entry<FlowElement, Rectangle2D>> all = List.copyOf(labels.entrySet());
        for (int i = 0; i < all.size(); i++) {
            var one = all.get(i);
            Rectangle2D text = Diagram.grown(one.getValue(), -ROUNDING);
            diagram.boxes()
                    .filter(shape -> covers(shape.getKey(), one.getKey())
                            && shape.getValue().intersects(text))
                    .forEach(shape -> found.add("the label of " + one.getKey().getId() + " lies on "
                            + shape.getKey().getId()));
            all.subList(i + 1, all.size()).stream()
                    .filter(other -> other.getValue().intersects(text))
                    .forEach(other -> found.add("the labels of " + one.getKey().getId() + " and "
                            + other.getKey().getId() + " lie on each other"));
        }
        return found.stream();
    }

    /** What belongs to a sub-process, its own name as well, is drawn on it by right. */
    private static boolean covers(FlowNode shape, FlowElement labelled) {
        return !(shape instanceof SubProcess && shape.equals(labelled)) && !Diagram.inside(labelled, shape);
    }
}
