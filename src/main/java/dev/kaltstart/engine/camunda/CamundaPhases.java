package dev.kaltstart.engine.camunda;

import dev.kaltstart.engine.PhaseHistory;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the phases from the model that a recovery runs by, and their state from the history of its run. */
@Component
class CamundaPhases implements PhaseHistory {

    private static final String SKIPPED = "skipped_";

    private final HistoryService history;
    private final RepositoryService repository;

    CamundaPhases(HistoryService history, RepositoryService repository) {
        this.history = history;
        this.repository = repository;
    }

    @Override
    public List<Phase> of(String recovery) {
        return run(recovery).map(this::phases).orElse(List.of());
    }

    private Optional<HistoricProcessInstance> run(String recovery) {
        return history
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(recovery)
                .rootProcessInstances()
                .list()
                .stream()
                .max(Comparator.comparing(HistoricProcessInstance::getStartTime));
    }

    private List<Phase> phases(HistoricProcessInstance run) {
        List<Activity> drawn = drawn(repository.getBpmnModelInstance(run.getProcessDefinitionId()));
        Map<String, HistoricActivityInstance> visits = visits(run);
        int current = current(drawn, visits);
        return IntStream.range(0, drawn.size())
                .mapToObj(i -> phase(drawn.get(i), visits.get(drawn.get(i).getId()), i > current))
                .toList();
    }

    /** The phase that began last; -1 before the first. */
    private static int current(List<Activity> drawn, Map<String, HistoricActivityInstance> visits) {
        return IntStream.range(0, drawn.size())
                .filter(i -> visits.containsKey(drawn.get(i).getId()))
                .boxed()
                .max(Comparator.comparing(i -> began(visits, drawn.get(i))))
                .orElse(-1);
    }

    private static Instant began(Map<String, HistoricActivityInstance> visits, Activity phase) {
        return Objects.requireNonNull(visits.get(phase.getId())).getStartTime().toInstant();
    }

    /** From left to right. What interrupts a recovery is none of its phases. */
    private static List<Activity> drawn(BpmnModelInstance model) {
        return model.getModelElementsByType(Activity.class).stream()
                .filter(activity -> activity.getParentElement() instanceof Process)
                .filter(activity -> activity instanceof CallActivity
                        || (activity instanceof SubProcess scope && !scope.triggeredByEvent()))
                .sorted(Comparator.comparingDouble(CamundaPhases::left))
                .toList();
    }

    /** A phase has a shape and a plane of its own; asked for its one drawing, the model names either. */
    private static double left(Activity phase) {
        return phase.getModelInstance().getModelElementsByType(BpmnShape.class).stream()
                .filter(shape -> phase.equals(shape.getBpmnElement()))
                .mapToDouble(shape -> shape.getBounds().getX())
                .findFirst()
                .orElse(Double.MAX_VALUE);
    }

    /** The last visit of each activity of the top level. */
    private Map<String, HistoricActivityInstance> visits(HistoricProcessInstance run) {
        var visits = new HashMap<String, HistoricActivityInstance>();
        history.createHistoricActivityInstanceQuery()
                .processInstanceId(run.getId())
                .orderByHistoricActivityInstanceStartTime()
                .asc()
                .list()
                .forEach(visit -> visits.put(visit.getActivityId(), visit));
        return visits;
    }

    /** @param ahead of the current one; after a step back it is to come again */
    private Phase phase(Activity phase, @Nullable HistoricActivityInstance visit, boolean ahead) {
        if (visit == null || ahead) {
            return new Phase(phase.getId(), name(phase), ahead ? Progress.TO_COME : Progress.SKIPPED, null, null);
        }
        @Nullable
        Instant ended = visit.getEndTime() == null ? null : visit.getEndTime().toInstant();
        return new Phase(
                phase.getId(),
                name(phase),
                progress(visit),
                visit.getStartTime().toInstant(),
                ended);
    }

    private static String name(Activity phase) {
        return phase.getName() == null ? phase.getId() : phase.getName();
    }

    private Progress progress(HistoricActivityInstance visit) {
        if (visit.getEndTime() == null) {
            return Progress.NOW;
        }
        if (visit.isCanceled()) {
            return Progress.STOPPED;
        }
        return skipped(visit) ? Progress.SKIPPED : Progress.DONE;
    }

    /** The engine lets a phase that is skipped end at an end event of its own. */
    private boolean skipped(HistoricActivityInstance visit) {
        String run = visit.getCalledProcessInstanceId() == null
                ? visit.getProcessInstanceId()
                : visit.getCalledProcessInstanceId();
        return history
                .createHistoricActivityInstanceQuery()
                .processInstanceId(run)
                .activityType("noneEndEvent")
                .list()
                .stream()
                .filter(end -> end.getActivityId().startsWith(SKIPPED))
                .anyMatch(end -> visit.getCalledProcessInstanceId() != null
                        || visit.getId().equals(end.getParentActivityInstanceId()));
    }
}
