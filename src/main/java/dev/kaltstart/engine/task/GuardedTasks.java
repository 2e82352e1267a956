package dev.kaltstart.engine.task;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.VariableMap;
import org.jspecify.annotations.Nullable;

/** The engine's tasks, below every door: Java, its REST interface and its pages all come through here. */
public class GuardedTasks extends TaskServiceImpl {

    private final AnswerGuard guard;

    public GuardedTasks(AnswerGuard guard) {
        this.guard = guard;
    }

    @Override
    public void complete(String task) {
        complete(task, Map.of());
    }

    @Override
    public void complete(String task, @Nullable Map<String, Object> answers) {
        guard.completing(commandExecutor, task, answers, fields -> {
            super.complete(task, fields);
            return null;
        });
    }

    @Override
    public VariableMap completeWithVariablesInReturn(
            String task, @Nullable Map<String, Object> answers, boolean deserialize) {
        return guard.completing(
                commandExecutor,
                task,
                answers,
                fields -> super.completeWithVariablesInReturn(task, fields, deserialize));
    }

    /** Ends an unattended rehearsal as failed. */
    public void giveUp(String task, String reason) {
        guard.givingUp(commandExecutor, task, () -> super.handleBpmnError(task, "fatal", reason));
    }

    @Override
    public void resolveTask(String task, @Nullable Map<String, Object> answers) {
        AnswerGuard.refuse();
    }

    @Override
    public void handleBpmnError(String task, String code) {
        AnswerGuard.refuse();
    }

    @Override
    public void handleBpmnError(String task, String code, @Nullable String message) {
        AnswerGuard.refuse();
    }

    @Override
    public void handleBpmnError(
            String task, String code, @Nullable String message, @Nullable Map<String, Object> variables) {
        AnswerGuard.refuse();
    }

    @Override
    public void handleEscalation(String task, String code) {
        AnswerGuard.refuse();
    }

    @Override
    public void handleEscalation(String task, String code, @Nullable Map<String, Object> variables) {
        AnswerGuard.refuse();
    }

    @Override
    public void setVariable(String task, String name, @Nullable Object value) {
        AnswerGuard.refuse();
    }

    @Override
    public void setVariables(String task, Map<String, ?> variables) {
        AnswerGuard.refuse();
    }

    @Override
    public void updateVariables(String task, Map<String, ?> modifications, @Nullable Collection<String> deletions) {
        AnswerGuard.refuse();
    }

    @Override
    public void removeVariable(String task, String name) {
        AnswerGuard.refuse();
    }

    @Override
    public void removeVariables(String task, Collection<String> names) {
        AnswerGuard.refuse();
    }

    @Override
    public void removeVariableLocal(String task, String name) {
        AnswerGuard.refuse();
    }

    @Override
    public void removeVariablesLocal(String task, Collection<String> names) {
        AnswerGuard.refuse();
    }

    @Override
    public void setVariableLocal(String task, String name, @Nullable Object value) {
        var draft = new HashMap<String, @Nullable Object>();
        draft.put(name, value);
        setVariablesLocal(task, draft);
    }

    @Override
    public void setVariablesLocal(String task, Map<String, ?> drafts) {
        guard.drafting(commandExecutor, task, drafts, () -> super.setVariablesLocal(task, drafts));
    }

    @Override
    public void updateVariablesLocal(String task, Map<String, ?> drafts, @Nullable Collection<String> deletions) {
        if (deletions != null && !deletions.isEmpty()) {
            AnswerGuard.refuse();
        }
        guard.drafting(commandExecutor, task, drafts, () -> super.updateVariablesLocal(task, drafts, deletions));
    }

    @Override
    public void claim(String task, @Nullable String person) {
        guard.assigning(commandExecutor, task, person, () -> super.claim(task, person));
    }

    @Override
    public void setAssignee(String task, @Nullable String person) {
        guard.assigning(commandExecutor, task, person, () -> super.setAssignee(task, person));
    }

    @Override
    public void setOwner(String task, @Nullable String person) {
        guard.assigning(commandExecutor, task, person, () -> super.setOwner(task, person));
    }

    @Override
    public void delegateTask(String task, @Nullable String person) {
        // a delegated task takes answers that are not looked at before it comes back
        AnswerGuard.refuse();
    }

    @Override
    public void addUserIdentityLink(String task, String person, String kind) {
        if (kind.equals(IdentityLinkType.CANDIDATE)) {
            super.addUserIdentityLink(task, person, kind);
        } else {
            guard.assigning(commandExecutor, task, person, () -> super.addUserIdentityLink(task, person, kind));
        }
    }

    @Override
    public void saveTask(Task task) {
        guard.assigning(commandExecutor, task.getId(), task.getAssignee(), () -> super.saveTask(task));
    }
}
