package dev.kaltstart.engine.task;

import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.impl.FormServiceImpl;
import org.camunda.bpm.engine.variable.VariableMap;
import org.jspecify.annotations.Nullable;

/** The engine's forms: a form that is sent is a task that is completed, and none comes with its gestures made. */
public class GuardedForms extends FormServiceImpl {

    private final AnswerGuard guard;

    public GuardedForms(AnswerGuard guard) {
        this.guard = guard;
    }

    @Override
    public void submitTaskForm(String task, @Nullable Map<String, Object> answers) {
        guard.completing(commandExecutor, task, answers, fields -> {
            super.submitTaskForm(task, fields);
            return null;
        });
    }

    @Override
    public VariableMap submitTaskFormWithVariablesInReturn(
            String task, @Nullable Map<String, Object> answers, boolean deserialize) {
        return guard.completing(
                commandExecutor,
                task,
                answers,
                fields -> super.submitTaskFormWithVariablesInReturn(task, fields, deserialize));
    }

    /** The form with the options of its selects. */
    @Override
    public InputStream getDeployedTaskForm(String task) {
        InputStream deployed = super.getDeployedTaskForm(task);
        return commandExecutor.execute(
                context -> TaskForm.filled(deployed, context.getTaskManager().findTaskById(task)));
    }

    @Override
    public VariableMap getTaskFormVariables(String task) {
        return getTaskFormVariables(task, null, true);
    }

    /** A form always opens with empty gestures, even if an earlier task has set facts of the same names. */
    @Override
    public VariableMap getTaskFormVariables(String task, @Nullable Collection<String> names, boolean deserialize) {
        VariableMap known = super.getTaskFormVariables(task, names, deserialize);
        Set<String> gestures = commandExecutor.execute(
                context -> TaskForm.of(context, context.getTaskManager().findTaskById(task))
                        .gestures());
        gestures.forEach(known::remove);
        gestures.forEach(gesture -> known.remove(Drafts.PREFIX + gesture));
        return known;
    }
}
