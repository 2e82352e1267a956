package dev.kaltstart.engine.camunda;

import dev.kaltstart.engine.Milestones;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.springframework.stereotype.Component;

/** Reads the milestones from the deployed models. */
@Component
public class CamundaMilestones implements Milestones {

    private final RepositoryService repository;

    /** Models are deployed at the start and never again. */
    private final Map<String, List<Drawn>> known = new ConcurrentHashMap<>();

    CamundaMilestones(RepositoryService repository) {
        this.repository = repository;
    }

    @Override
    public List<Drawn> of(String model) {
        return known.computeIfAbsent(model, this::read);
    }

    private List<Drawn> read(String model) {
        var drawn = new LinkedHashSet<Drawn>();
        Optional.ofNullable(repository
                        .createProcessDefinitionQuery()
                        .processDefinitionId(model)
                        .singleResult())
                .ifPresent(found -> collect(found, new LinkedHashSet<>(), drawn));
        return List.copyOf(drawn);
    }

    private void collect(ProcessDefinition model, Set<String> callers, Set<Drawn> drawn) {
        if (!callers.add(model.getKey())) {
            return;
        }
        BpmnModelInstance content = repository.getBpmnModelInstance(model.getId());
        Map<BaseElement, Double> left = left(content);
        content.getModelElementsByType(Process.class).stream()
                .filter(process -> process.getId().equals(model.getKey()))
                .flatMap(process -> inOrder(process.getFlowElements(), left))
                .forEach(activity -> {
                    if (activity instanceof CallActivity call) {
                        called(call.getCalledElement()).ifPresent(part -> collect(part, callers, drawn));
                    }
                    Drawn.of(properties(activity)).ifPresent(drawn::add);
                });
        callers.remove(model.getKey());
    }

    /** From left to right, what a phase contains at the place of the phase. What interrupts a recovery has none. */
    private static Stream<Activity> inOrder(Collection<FlowElement> elements, Map<BaseElement, Double> left) {
        return elements.stream()
                .filter(Activity.class::isInstance)
                .map(Activity.class::cast)
                .sorted(Comparator.comparing(activity -> left.getOrDefault(activity, Double.MAX_VALUE)))
                .flatMap(activity -> {
                    if (activity instanceof SubProcess scope) {
                        return scope.triggeredByEvent() ? Stream.empty() : inOrder(scope.getFlowElements(), left);
                    }
                    return Stream.of(activity);
                });
    }

    private static Map<BaseElement, Double> left(BpmnModelInstance model) {
        var left = new HashMap<BaseElement, Double>();
        model.getModelElementsByType(BpmnShape.class)
                .forEach(shape ->
                        left.put(shape.getBpmnElement(), shape.getBounds().getX()));
        return left;
    }

    private Optional<ProcessDefinition> called(String key) {
        return Optional.ofNullable(repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(key)
                .latestVersion()
                .singleResult());
    }

    private static Map<String, String> properties(Activity activity) {
        var found = new HashMap<String, String>();
        Optional.ofNullable(activity.getExtensionElements()).stream()
                .flatMap(extensions ->
                        extensions.getElementsQuery().filterByType(CamundaProperties.class).list().stream())
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .forEach(
                        (CamundaProperty property) -> found.put(property.getCamundaName(), property.getCamundaValue()));
        return found;
    }
}
