package dev.kaltstart.architecture.model;

import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnLabel;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnPlane;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.camunda.bpm.model.bpmn.instance.di.Waypoint;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/**
 * One plane of a drawing.
 *
 * @param plane the id of the process or of the phase that is drawn on it
 * @param labels where the names of events, gateways and flows are drawn; those of tasks are inside of their shapes
 */
record Diagram(
        String plane,
        Map<FlowNode, Rectangle2D> shapes,
        Map<SequenceFlow, List<Line2D>> flows,
        Map<FlowElement, Rectangle2D> labels) {

    static List<Diagram> of(Model model) {
        return model.all(BpmnPlane.class).map(Diagram::of).toList();
    }

    /** Nodes that lie in one another by right: an element in its sub-processes, an event on its host. */
    static boolean belongTogether(FlowNode one, FlowNode other) {
        return inside(one, other) || inside(other, one) || hosts(one, other) || hosts(other, one);
    }

    static boolean inside(ModelElementInstance inner, ModelElementInstance outer) {
        for (var scope = inner.getParentElement(); scope != null; scope = scope.getParentElement()) {
            if (scope.equals(outer)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hosts(FlowNode host, FlowNode event) {
        return event instanceof BoundaryEvent boundary && host.equals(boundary.getAttachedTo());
    }

    private static Diagram of(BpmnPlane plane) {
        var shapes = new LinkedHashMap<FlowNode, Rectangle2D>();
        var flows = new LinkedHashMap<SequenceFlow, List<Line2D>>();
        var labels = new LinkedHashMap<FlowElement, Rectangle2D>();
        for (var element : plane.getDiagramElements()) {
            if (element instanceof BpmnShape shape && shape.getBpmnElement() instanceof FlowNode node) {
                shapes.put(node, box(shape.getBounds()));
                label(node, shape.getBpmnLabel(), labels);
            } else if (element instanceof BpmnEdge edge && edge.getBpmnElement() instanceof SequenceFlow flow) {
                flows.put(flow, lines(List.copyOf(edge.getWaypoints())));
                label(flow, edge.getBpmnLabel(), labels);
            }
        }
        return new Diagram(plane.getBpmnElement().getId(), shapes, flows, labels);
    }

    private static void label(FlowElement element, @Nullable BpmnLabel label, Map<FlowElement, Rectangle2D> labels) {
        if (label != null && label.getBounds() != null) {
            labels.put(element, box(label.getBounds()));
        }
    }

    /** All that is drawn. */
    Rectangle2D extent() {
        var extent = new Rectangle2D.Double();
        Stream.of(
                        shapes.values().stream(),
                        labels.values().stream(),
                        flows.values().stream().flatMap(List::stream).map(Line2D::getBounds2D))
                .flatMap(boxes -> boxes)
                .reduce(Rectangle2D::createUnion)
                .ifPresent(extent::setRect);
        return extent;
    }

    private static Rectangle2D box(Bounds bounds) {
        return new Rectangle2D.Double(bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight());
    }

    private static List<Line2D> lines(List<Waypoint> points) {
        var lines = new ArrayList<Line2D>();
        for (int i = 1; i < points.size(); i++) {
            Waypoint from = points.get(i - 1);
            Waypoint to = points.get(i);
            lines.add(new Line2D.Double(from.getX(), from.getY(), to.getX(), to.getY()));
        }
        return lines;
    }

    Stream<Map.Entry<FlowNode, Rectangle2D>> boxes() {
        return shapes.entrySet().stream();
    }

    /** Grown by so much on every side; shrunk, where that is negative. */
    static Rectangle2D grown(Rectangle2D box, double by) {
        return new Rectangle2D.Double(
                box.getX() - by, box.getY() - by, box.getWidth() + 2 * by, box.getHeight() + 2 * by);
    }
}
