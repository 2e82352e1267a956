package dev.kaltstart.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.springframework.stereotype.Component;

@Component
class CamundaProcesses implements Processes {

    private static final String SHARED = "shared/";
    private static final String SUBJECT = "subject";

    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final ExternalTaskService steps;
    private final Collisions collisions;

    CamundaProcesses(
            RuntimeService runtime, RepositoryService repository, ExternalTaskService steps, Collisions collisions) {
        this.runtime = runtime;
        this.repository = repository;
        this.steps = steps;
        this.collisions = collisions;
    }

    @Override
    public boolean exists(String model) {
        return latest(model)
                .filter(found -> !found.getResourceName().startsWith(SHARED))
                .isPresent();
    }

    private Optional<ProcessDefinition> latest(String model) {
        return Optional.ofNullable(repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(model)
                .latestVersion()
                .singleResult());
    }

    @Override
    public Optional<String> subject(String model) {
        return latest(model).map(found -> repository.getBpmnModelInstance(found.getId())).stream()
                .map(found -> (BaseElement) found.getModelElementById(model))
                .map(BaseElement::getExtensionElements)
                .filter(Objects::nonNull)
                .flatMap(extensions ->
                        extensions.getElementsQuery().filterByType(CamundaProperties.class).list().stream())
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> SUBJECT.equals(property.getCamundaName()))
                .map(CamundaProperty::getCamundaValue)
                .findFirst();
    }

    @Override
    public void start(String model, String recovery, Map<Fact<?>, ?> facts) {
        var variables = new HashMap<String, Object>();
        facts.forEach((fact, value) -> variables.put(fact.name(), encode(fact, value)));
        runtime.startProcessInstanceByKey(model, recovery, variables);
    }

    @SuppressWarnings("unchecked")
    private static <T> Object encode(Fact<T> fact, Object value) {
        return RunFacts.storable(fact.encode((T) value));
    }

    @Override
    public void abort(String recovery, String reason) {
        collisions.outlast(() -> runtime.createMessageCorrelation("abort")
                .processInstanceBusinessKey(recovery)
                .setVariable(RunFacts.PROBLEM.name(), Text.cut(reason))
                .correlateAll());
    }

    @Override
    public boolean blocked(String recovery) {
        return !open(recovery).isEmpty();
    }

    @Override
    public Map<String, String> incidents(String recovery) {
        var words = new HashMap<String, String>();
        open(recovery).forEach(incident -> words.put(incident.getActivityId(), incident.getIncidentMessage()));
        return words;
    }

    @Override
    public void retry(String recovery, String step) {
        String task = open(recovery).stream()
                .filter(incident -> incident.getActivityId().equals(step))
                .map(Incident::getConfiguration)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("step '" + step + "' has no open incident"));
        steps.setRetries(task, 1);
    }

    private List<Incident> open(String recovery) {
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(recovery).list().stream()
                .map(ProcessInstance::getId)
                .flatMap(instance -> runtime.createIncidentQuery().processInstanceId(instance).list().stream())
                // the incident of a called process shows up in each of its callers; the cause is one
                .filter(incident -> incident.getId().equals(incident.getRootCauseIncidentId()))
                .toList();
    }
}
