package dev.kaltstart.engine.task;

import dev.kaltstart.cluster.ClientCommands;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.VariableLimits;
import dev.kaltstart.engine.model.ActivityNames;
import dev.kaltstart.engine.model.ExecutionSubjects;
import dev.kaltstart.engine.worker.BaseFacts;
import dev.kaltstart.engine.worker.KnownFacts;
import dev.kaltstart.engine.worker.OutcomeRedactor;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Puts the brief into a task when it appears, and lets no answers through that cannot be right. */
@Component
public class PeopleListener implements TaskListener {

    private final BeanFactory beans;
    private final ApplicationEventPublisher events;
    private static final String SECRET = " has something in it that looks like a password, a token or a key. It would"
            + " be kept and reported: take it out and say where it is kept instead";

    /** Some room is for the fence around them. */
    private static final int COMMANDS = VariableLimits.LIMIT - 100;

    private final FormTexts texts;
    private final Redaction redaction;
    private final Clock clock;

    PeopleListener(
            BeanFactory beans, ApplicationEventPublisher events, FormTexts texts, Redaction redaction, Clock clock) {
        this.beans = beans;
        this.events = events;
        this.texts = texts;
        this.redaction = redaction;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        String activity = task.getTaskDefinitionKey();
        var human = beans.getBean(ActivityNames.bean(activity), HumanTask.class);
        ListenerRun run = run(task, human);
        if (EVENTNAME_CREATE.equals(task.getEventName())) {
            brief(task, new OutcomeRedactor(redaction).of(human.brief(run)), run);
            human.details(run)
                    .forEach((name, detail) -> task.setVariableLocal(
                            name, VariableLimits.cut(MarkdownText.withEvidence(redaction.clean(detail)))));
            OfferedOptions.keep(task, human.options(run), redaction);
            human.suggestions(run)
                    .forEach((field, message) -> task.setVariableLocal(Drafts.PREFIX + field.name(), message));
            texts.cover(task);
            events.publishEvent(new EngineEvent.TaskOpened(
                    run.recovery(), clock.instant(), run.subject(), task.getId(), activity, task.getName()));
        } else {
            complete(task, human, run);
        }
    }

    private ListenerRun run(DelegateTask task, HumanTask human) {
        var execution = (ExecutionEntity) task.getExecution();
        // asked for late: handles on clusters and rows lead back to the engine that is being built
        String id = execution.getProcessBusinessKey();
        RecoveryRecord recovery = beans.getBean(RecoveryRecords.class)
                .find(id)
                .orElseThrow(() -> new IllegalStateException("there is no recovery " + id));
        Subject subject = beans.getBean(ExecutionSubjects.class).of(execution, recovery);
        return new ListenerRun(task, recovery, subject, beans.getBean(Clusters.class), human.writes());
    }

    private static void brief(DelegateTask task, HumanTask.Brief brief, Run run) {
        task.setVariableLocal("taskWhy", shown(brief.why()));
        List<String> commands = brief.commands().stream().anyMatch(ClientCommands::reachesCluster)
                ? ClientCommands.of(run.cluster()).named(brief.commands(), COMMANDS)
                : brief.commands();
        task.setVariableLocal("taskCommands", VariableLimits.cut(MarkdownText.code(String.join("\n", commands))));
        task.setVariableLocal("taskExpect", shown(brief.expect()));
        task.setVariableLocal("taskCheck", shown(brief.check()));
    }

    private static String shown(String text) {
        return VariableLimits.cut(MarkdownText.plain(text));
    }

    private void complete(DelegateTask task, HumanTask human, ListenerRun run) {
        String person = person(task);
        Map<String, @Nullable Object> given = Context.getCommandContext()
                .getSession(GivenAnswers.class)
                .of(task.getId())
                .orElseThrow(() -> new HumanTask.Refused("the answers to this task were not checked"));
        Drafts.forget(task);
        refuseSecrets(given);
        BaseFacts.difference(new KnownFacts(task.getVariables()), run.record(), run.subject())
                .ifPresent(difference -> {
                    throw new HumanTask.Refused(difference);
                });
        var answers = new KnownFacts(given);
        human.accept(run, answers);
        run.form().missing(given).ifPresent(missing -> {
            throw new HumanTask.Refused(missing);
        });
        human.accepted(run, answers, person);
        events.publishEvent(new EngineEvent.TaskCompleted(
                run.recovery(),
                clock.instant(),
                run.subject(),
                task.getTaskDefinitionKey(),
                task.getName(),
                person,
                VariableLimits.cut(message(given)),
                List.copyOf(given.keySet())));
    }

    /** The transaction is rolled back with the refusal: nothing of the answers stays, not even in the history. */
    private void refuseSecrets(Map<String, @Nullable Object> given) {
        given.forEach((name, value) -> {
            if (value instanceof String text && redaction.hasSecret(text)) {
                throw new HumanTask.Refused("'" + name + "'" + SECRET);
            }
        });
    }

    /** The evidence: everything that the completion has set. */
    private static String message(Map<String, @Nullable Object> given) {
        return given.entrySet().stream()
                .map(answer -> answer.getKey() + ": " + message(answer.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String message(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "yes" : "no";
        }
        String text = value == null ? "" : value.toString().strip();
        return text.isEmpty() ? "(empty)" : text;
    }

    private static String person(DelegateTask task) {
        return Optional.ofNullable(
                        task.getProcessEngineServices().getIdentityService().getCurrentAuthentication())
                .map(authentication -> authentication.getUserId())
                .or(() -> Optional.ofNullable(task.getAssignee()))
                .orElse("unknown");
    }
}
