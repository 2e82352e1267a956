package dev.kaltstart.engine.camunda;

import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.engine.ScenarioCatalog;
import dev.kaltstart.engine.StepAddress;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.VariableLimits;
import dev.kaltstart.engine.worker.StepExecutions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

@Component
public class CamundaProcesses implements Processes, ScenarioCatalog {

    private static final String SHARED = "shared/";

    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final ExternalTaskService steps;
    private final StepExecutions memory;
    private final OptimisticRetry collisions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    CamundaProcesses(
            RuntimeService runtime,
            RepositoryService repository,
            ExternalTaskService steps,
            StepExecutions memory,
            OptimisticRetry collisions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.runtime = runtime;
        this.repository = repository;
        this.steps = steps;
        this.memory = memory;
        this.collisions = collisions;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public boolean exists(String model) {
        return latest(model)
                .filter(found -> !found.getResourceName().startsWith(SHARED))
                .isPresent();
    }

    @Override
    public List<String> about(String subject) {
        return repository
                .createProcessDefinitionQuery()
                .latestVersion()
                .orderByProcessDefinitionKey()
                .asc()
                .list()
                .stream()
                .map(ProcessDefinition::getKey)
                .filter(this::exists)
                .filter(model -> subject(model).filter(subject::equals).isPresent())
                .toList();
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
        return property(model, "subject");
    }

    @Override
    public Optional<String> fault(String model) {
        return property(model, "fault");
    }

    @Override
    public Optional<String> objective(String model) {
        return property(model, "objective");
    }

    @Override
    public Optional<Duration> within(String model) {
        return property(model, "within").map(Duration::parse);
    }

    @Override
    public boolean drill(String model) {
        return property(model, "drill").filter("true"::equals).isPresent();
    }

    private Optional<String> property(String model, String name) {
        return latest(model).map(found -> repository.getBpmnModelInstance(found.getId())).stream()
                .map(found -> (BaseElement) found.getModelElementById(model))
                .map(BaseElement::getExtensionElements)
                .filter(Objects::nonNull)
                .flatMap(extensions ->
                        extensions.getElementsQuery().filterByType(CamundaProperties.class).list().stream())
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> name.equals(property.getCamundaName()))
                .map(CamundaProperty::getCamundaValue)
                .findFirst();
    }

    @Override
    public String start(String model, String recovery, Map<Fact<?>, ?> facts) {
        var variables = new HashMap<String, Object>();
        facts.forEach((fact, value) -> variables.put(fact.name(), encode(fact, value)));
        return runtime.startProcessInstanceByKey(model, recovery, variables).getProcessDefinitionId();
    }

    @SuppressWarnings("unchecked")
    private static <T> Object encode(Fact<T> fact, Object value) {
        return RunFacts.storable(fact.encode((T) value));
    }

    @Override
    public void abort(String recovery, String reason) {
        events.publishEvent(new EngineEvent.AbortRequested(recovery, clock.instant()));
        collisions.outlast(() -> runtime.createMessageCorrelation("abort")
                .processInstanceBusinessKey(recovery)
                .setVariable(RunFacts.PROBLEM.name(), VariableLimits.cut(reason))
                .correlateAll());
    }

    @Override
    public boolean blocked(String recovery) {
        // asked with each look at a recovery, and seldom true
        return runtime.createProcessInstanceQuery()
                                .processInstanceBusinessKey(recovery)
                                .withIncident()
                                .count()
                        > 0
                && !open(recovery).isEmpty();
    }

    @Override
    public Map<StepAddress, String> incidents(String recovery) {
        var messages = new LinkedHashMap<StepAddress, String>();
        open(recovery).forEach(incident -> messages.put(address(incident), incident.getIncidentMessage()));
        return messages;
    }

    @Override
    public void retry(String recovery, StepAddress step) {
        String task = open(recovery).stream()
                .filter(incident -> address(incident).equals(step))
                .map(Incident::getConfiguration)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("step '" + step + "' has no open incident"));
        steps.setRetries(task, 1);
    }

    /** An external task's incident carries the id of the task, which is that of our row. */
    private StepAddress address(Incident incident) {
        Subject subject = memory.find(String.valueOf(incident.getConfiguration()))
                .map(StepExecutions.State::subject)
                .orElseGet(Subject.WholeCluster::new);
        return new StepAddress(incident.getActivityId(), subject);
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
