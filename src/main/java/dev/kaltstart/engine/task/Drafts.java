package dev.kaltstart.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Half-filled forms. A draft is a set of variables of the task alone, with names that no model and no fact has: no
 * gateway sees them, they are no answers, and they end with the task. Tasklist prefills the form with them.
 */
@Component
public class Drafts {

    static final String PREFIX = "taskDraft_";

    private final TaskService tasks;
    private final FormService forms;
    private final ObjectMapper json;

    Drafts(TaskService tasks, FormService forms, ObjectMapper json) {
        this.tasks = tasks;
        this.forms = forms;
        this.json = json;
    }

    /**
     * Why a draft cannot be kept; empty when it can.
     *
     * @param body as the engine takes it: {@code {"modifications": {"taskDraft_FIELD": {"value": ...}}}}
     */
    public Optional<String> problem(String task, JsonNode body) {
        if (tasks.createTaskQuery().taskId(task).count() == 0) {
            return Optional.of("There is no open task of this id.");
        }
        for (String name : names(body)) {
            if (!name.equals("modifications")) {
                return Optional.of("A draft has 'modifications' and nothing else.");
            }
        }
        TaskForm form = form(task);
        for (String name : names(body.path("modifications"))) {
            JsonNode answer = body.path("modifications").path(name);
            if (answer.has("type") || answer.path("value").isContainerNode()) {
                return Optional.of("A draft of a field is a text, a number, or a yes or no.");
            }
            var problem = problem(form, name, json.convertValue(answer.path("value"), Object.class));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /** Why a field cannot be drafted, or not like this; empty when it can. */
    public static Optional<String> problem(TaskForm form, String name, @Nullable Object draft) {
        Optional<FormField> field =
                name.startsWith(PREFIX) ? form.field(name.substring(PREFIX.length())) : Optional.empty();
        if (field.isEmpty()) {
            return Optional.of(
                    "The form of this task has no such field; the draft of one is named " + PREFIX + "FIELD.");
        }
        if (field.get().gesture()) {
            return Optional.of("'" + field.get().key() + "' allows or confirms something: it is filled in when the task"
                    + " is completed, and is never stored in a draft.");
        }
        return draft instanceof TypedValue typed
                ? field.get().problem(typed)
                : field.get().problem(draft);
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private TaskForm form(String task) {
        try (InputStream form = forms.getDeployedTaskForm(task)) {
            return TaskForm.of(form);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the form of a task", e);
        }
    }

    /** In the transaction that completes the task: the history keeps what was answered, and not what was drafted. */
    static void forget(DelegateTask task) {
        task.removeVariablesLocal(task.getVariableNamesLocal().stream()
                .filter(name -> name.startsWith(PREFIX))
                .toList());
        HistoryService history = task.getProcessEngineServices().getHistoryService();
        // the person has a right to answer, and none to delete history
        Context.getCommandContext().runWithoutAuthorization(() -> {
            history.createHistoricVariableInstanceQuery()
                    .taskIdIn(task.getId())
                    .variableNameLike(PREFIX.replace("_", "\\_") + "%")
                    .list()
                    .forEach(variable -> history.deleteHistoricVariableInstance(variable.getId()));
            return null;
        });
    }
}
