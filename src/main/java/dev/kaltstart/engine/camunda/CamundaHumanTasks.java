package dev.kaltstart.engine.camunda;

import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.VariableLimits;
import dev.kaltstart.engine.form.FieldListReader;
import dev.kaltstart.engine.model.ActivityNames;
import dev.kaltstart.engine.model.ExecutionSubjects;
import dev.kaltstart.engine.model.ModelFiles;
import dev.kaltstart.engine.resolve.ResolveExpansion;
import dev.kaltstart.engine.resolve.ResolveForm;
import dev.kaltstart.engine.task.GuardedTasks;
import dev.kaltstart.engine.task.OfferedOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.impl.pvm.PvmException;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

@Component
public class CamundaHumanTasks implements HumanTasks {

    private static final String FIRST = "first";

    private final TaskService tasks;
    private final IdentityService identity;
    private final ModelFiles files;
    private final OptimisticRetry collisions;
    private final RecoveryRecords recoveries;
    private final ExecutionSubjects subjects;

    CamundaHumanTasks(
            TaskService tasks,
            IdentityService identity,
            ModelFiles files,
            OptimisticRetry collisions,
            RecoveryRecords recoveries,
            ExecutionSubjects subjects) {
        this.tasks = tasks;
        this.identity = identity;
        this.files = files;
        this.collisions = collisions;
        this.recoveries = recoveries;
        this.subjects = subjects;
    }

    @Override
    public List<Open> open(String recovery) {
        List<Task> open = tasks.createTaskQuery()
                .processInstanceBusinessKey(recovery)
                .orderByTaskCreateTime()
                .asc()
                .list();
        if (open.isEmpty()) {
            return List.of();
        }
        Optional<RecoveryRecord> record = recoveries.find(recovery);
        return open.stream().map(task -> open(recovery, record, task)).toList();
    }

    private Open open(String recovery, Optional<RecoveryRecord> record, Task task) {
        String definition = task.getProcessDefinitionId();
        return new Open(
                task.getId(),
                recovery,
                record.map(known -> subjects.of(task.getExecutionId(), known)).orElseGet(Subject.WholeCluster::new),
                task.getTaskDefinitionKey(),
                definition.substring(0, definition.indexOf(':')),
                task.getName(),
                task.getCreateTime().toInstant());
    }

    @Override
    public void complete(String task, String person, Map<String, Object> answers) {
        try {
            // tasks are for this group; who may call this has been decided before
            identity.setAuthentication(person, List.of("operators"));
            collisions.outlast(() -> tasks.complete(task, answers));
        } catch (NullValueException e) {
            throw new IllegalStateException("the task is not open any more", e);
        } catch (ProcessEngineException e) {
            // the engine wraps what a listener throws
            if (NestedExceptionUtils.getRootCause(e) instanceof HumanTask.Refused refused) {
                throw refused;
            }
            if (e instanceof PvmException
                    && tasks.createTaskQuery().taskId(task).count() == 0) {
                // another person completed it between the two looks of this command
                throw new IllegalStateException("the task is not open any more", e);
            }
            throw e;
        } finally {
            identity.clearAuthentication();
        }
    }

    @Override
    public void giveUp(String task, String person, String reason) {
        try {
            identity.setAuthentication(person, List.of("operators"));
            collisions.outlast(() -> ((GuardedTasks) tasks).giveUp(task, VariableLimits.cut(reason)));
        } catch (NullValueException | NotFoundException e) {
            throw new IllegalStateException("the task is not open any more", e);
        } finally {
            identity.clearAuthentication();
        }
    }

    @Override
    public Map<String, Object> exampleAnswers(Open task) {
        if (task.activity().startsWith(ResolveExpansion.RESOLVE)) {
            return ResolveForm.EXAMPLE;
        }
        String form = ActivityNames.file(task.activity());
        return files.beside(task.model(), FieldListReader.FILE)
                .map(ModelFiles.ModelFile::fieldLists)
                .map(forms -> forms.get(form))
                .map(fields -> filledIn(task, fields.examples()))
                .orElseThrow(() -> new IllegalStateException("no example answers: " + FieldListReader.FILE
                        + " beside the model " + task.model() + " has no form " + form));
    }

    /**
     * An answer {@code {{cluster}}} is the fact of that name, and {@code first} the first option of a select; it is left out where
     * there is none.
     */
    private Map<String, Object> filledIn(Open task, Map<String, Object> answers) {
        var filled = new HashMap<String, Object>();
        answers.forEach((field, answer) -> {
            boolean fact = answer instanceof String text && text.matches("\\{\\{\\w+}}");
            Object value = fact ? fact(task, (String) answer) : FIRST.equals(answer) ? first(task, field) : answer;
            if (value != null && !"".equals(value)) {
                filled.put(field, value);
            }
        });
        return filled;
    }

    private @Nullable Object first(Open task, String field) {
        return OfferedOptions.first(tasks.getVariable(task.id(), OfferedOptions.PREFIX + field))
                .orElse(null);
    }

    private @Nullable Object fact(Open task, String reference) {
        return tasks.getVariable(task.id(), reference.substring(2, reference.length() - 2));
    }
}
