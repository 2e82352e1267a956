package dev.kaltstart.engine.task;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.People;
import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.people.TaskRights;
import dev.kaltstart.shell.Redaction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.NestedExceptionUtils;

/**
 * Limits what people can write into the engine through a task, by any interface: the fields of its own form when they
 * complete it, drafts of them before, and the name of a person who can work on it. Everything else is a fact that belongs
 * to a step.
 */
public class AnswerGuard {

    private static final String ONLY_COMPLETED =
            "a task is answered by completing it with the fields of its form, and by nothing else";

    private final ObjectProvider<RecoveryRecords> records;
    private final Redaction redaction;

    public AnswerGuard(ObjectProvider<RecoveryRecords> records, Redaction redaction) {
        this.records = records;
        this.redaction = redaction;
    }

    /**
     * Checks the answers and completes the task in one transaction.
     *
     * @param completion with the fields of the form, and nothing else
     */
    <T> T completing(
            CommandExecutor engine,
            String id,
            @Nullable Map<String, Object> answers,
            Function<Map<String, Object>, T> completion) {
        return execute(engine, context -> {
            // the engine says no to a task that there is not
            return completion.apply(find(context, id)
                    .map(task -> give(context, task, map(answers)))
                    .orElseGet(() -> map(answers)));
        });
    }

    /** The answers with the types they were sent with. */
    @SuppressWarnings("unchecked")
    private static VariableMap map(@Nullable Map<String, ?> values) {
        return values == null ? Variables.createVariables() : Variables.fromMap((Map<String, Object>) values);
    }

    /** @return what may be set */
    private VariableMap give(CommandContext context, TaskEntity task, VariableMap answers) {
        String person = context.getAuthenticatedUserId();
        refuseRobot(task, person);
        refuseOthers(context, task, person);
        String assignee = task.getAssignee();
        if (assignee != null && !assignee.equals(person)) {
            throw new HumanTask.Refused(
                    "the task is claimed by " + assignee + ": only they complete it, unless it is unclaimed first");
        }
        TaskForm form = TaskForm.of(context, task);
        form.problem(answers, task::getVariable, redaction).ifPresent(problem -> {
            throw new HumanTask.Refused(problem);
        });
        var given = new LinkedHashMap<String, @Nullable Object>();
        form.fields().values().stream()
                .filter(field -> answers.containsKey(field.key()) && field.applies(answers))
                .forEach(field -> given.put(field.key(), answers.get(field.key())));
        context.getSession(GivenAnswers.class).put(task.getId(), given);
        VariableMap accepted = Variables.createVariables();
        given.keySet().forEach(key -> accepted.putValueTyped(key, answers.getValueTyped(key)));
        return accepted;
    }

    private static void refuseOthers(CommandContext context, TaskEntity task, @Nullable String person) {
        TaskRights.problem(context, task, person).ifPresent(problem -> {
            throw new HumanTask.Refused(problem);
        });
    }

    /** Checked at completion: the caller may have named the wrong recovery. */
    private void refuseRobot(TaskEntity task, @Nullable String person) {
        if (!People.isRobot(person)) {
            return;
        }
        ExecutionEntity execution = task.getExecution();
        String recovery = execution == null ? null : execution.getProcessBusinessKey();
        boolean answersItself = recovery != null
                && records.getObject()
                        .find(recovery)
                        .filter(record -> record.mode() == Mode.REHEARSAL && record.unattended())
                        .isPresent();
        if (!answersItself) {
            throw new HumanTask.Refused("this is no unattended rehearsal: a person has to answer");
        }
    }

    /** Lets the simulated operator of an unattended rehearsal end it at a task, and no person anything. */
    void givingUp(CommandExecutor engine, String id, Runnable ending) {
        execute(engine, context -> {
            find(context, id).ifPresent(task -> {
                String person = context.getAuthenticatedUserId();
                if (!People.isRobot(person)) {
                    throw new HumanTask.Refused(ONLY_COMPLETED);
                }
                refuseRobot(task, person);
            });
            // the engine says no to a task that there is not
            ending.run();
            return null;
        });
    }

    /** Lets drafts of the form's own fields be kept with the task. */
    void drafting(CommandExecutor engine, String id, Map<String, ?> drafts, Runnable keeping) {
        execute(engine, context -> {
            find(context, id).ifPresent(task -> {
                refuseOthers(context, task, context.getAuthenticatedUserId());
                TaskForm form = TaskForm.of(context, task);
                VariableMap typed = map(drafts);
                typed.keySet()
                        .forEach(name -> Drafts.problem(form, name, typed.getValueTyped(name))
                                .ifPresent(problem -> {
                                    throw new HumanTask.Refused(problem);
                                }));
            });
            keeping.run();
            return null;
        });
    }

    /** A task belongs to a person who can work on it, or to no one. */
    void assigning(CommandExecutor engine, @Nullable String id, @Nullable String person, Runnable assignment) {
        engine.execute(context -> {
            if (person != null && !person.isEmpty()) {
                TaskRights.assignment(context, find(context, id).orElse(null), person)
                        .ifPresent(problem -> {
                            // the engine's REST interface makes a 400 of it here, and a 500 of any other
                            throw new BadUserRequestException(problem, new HumanTask.Refused(problem));
                        });
            }
            assignment.run();
            return null;
        });
    }

    /** Guards all other ways to set or remove a variable, or to bypass a task. */
    static void refuse() {
        throw asInvalid(new HumanTask.Refused(ONLY_COMPLETED));
    }

    /** In one transaction. What the task itself refuses comes out of the engine wrapped. */
    private static <T> T execute(CommandExecutor engine, Command<T> work) {
        try {
            return engine.execute(context -> {
                try {
                    return work.execute(context);
                } catch (HumanTask.Refused refused) {
                    // the engine logs no stack for it: the person gets the sentence
                    throw new BadUserRequestException(refused.getMessage(), refused);
                }
            });
        } catch (ProcessEngineException e) {
            if (NestedExceptionUtils.getRootCause(e) instanceof HumanTask.Refused refused) {
                throw asInvalid(refused);
            }
            throw e;
        }
    }

    /** The engine's REST interface makes a 400 of it, with the sentence. */
    private static FormFieldValidationException asInvalid(HumanTask.Refused refused) {
        return new FormFieldValidationException(null, refused.getMessage(), refused);
    }

    private static Optional<TaskEntity> find(CommandContext context, @Nullable String id) {
        return id == null
                ? Optional.empty()
                : Optional.ofNullable(context.getTaskManager().findTaskById(id));
    }
}
