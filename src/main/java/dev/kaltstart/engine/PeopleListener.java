package dev.kaltstart.engine;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.type.ValueType;
import org.camunda.bpm.engine.variable.value.PrimitiveValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Puts the brief into a task when it appears, and lets no answers through that cannot be right. */
@Component
class PeopleListener implements TaskListener {

    private final BeanFactory beans;
    private final ApplicationEventPublisher events;
    /** What was put there for the person to read. */
    private static final Pattern OURS = Pattern.compile("task[A-Z].*|preview");

    private static final String SECRET = " has something in it that looks like a password, a token or a key. It would"
            + " be kept and reported: take it out and say where it is kept instead";

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
        ListenerRun run = run(task);
        if (EVENTNAME_CREATE.equals(task.getEventName())) {
            brief(task, new CleanWords(redaction).of(human.brief(run)));
            texts.cover(task);
            events.publishEvent(new Happened.TaskOpened(
                    run.recovery(), clock.instant(), run.subject(), task.getId(), activity, task.getName()));
        } else {
            complete(task, human, run);
        }
    }

    private ListenerRun run(DelegateTask task) {
        var execution = (ExecutionEntity) task.getExecution();
        // asked for late: handles on clusters and rows lead back to the engine that is being built
        String id = execution.getProcessBusinessKey();
        RecoveryRecord recovery = beans.getBean(RecoveryRecords.class)
                .find(id)
                .orElseThrow(() -> new IllegalStateException("there is no recovery " + id));
        Subject subject = beans.getBean(ExecutionSubjects.class).of(execution, recovery);
        return new ListenerRun(task, recovery, subject, beans.getBean(Clusters.class));
    }

    private static void brief(DelegateTask task, HumanTask.Brief brief) {
        task.setVariableLocal("taskWhy", shown(brief.why()));
        task.setVariableLocal("taskCommands", Text.cut(MarkdownText.code(String.join("\n", brief.commands()))));
        task.setVariableLocal("taskExpect", shown(brief.expect()));
        task.setVariableLocal("taskCheck", shown(brief.check()));
    }

    private static String shown(String text) {
        return Text.cut(MarkdownText.plain(text));
    }

    private void complete(DelegateTask task, HumanTask human, ListenerRun run) {
        String person = person(task);
        Drafts.forget(task);
        refuseSecrets(task);
        BaseFacts.difference(new KnownFacts(task.getVariables()), run.record(), run.subject())
                .ifPresent(difference -> {
                    throw new HumanTask.Refused(difference);
                });
        var answers = new HeardAnswers(run);
        human.accept(run, answers);
        human.accepted(run, run, person);
        events.publishEvent(new Happened.TaskCompleted(
                run.recovery(),
                clock.instant(),
                run.subject(),
                task.getTaskDefinitionKey(),
                task.getName(),
                person,
                Text.cut(answers.words())));
    }

    /** The transaction is rolled back with the refusal: nothing of the answers stays, not even in the history. */
    private void refuseSecrets(DelegateTask task) {
        VariableMap all = task.getVariablesTyped(false);
        all.keySet().forEach(name -> {
            if (redaction.hasSecret(name)) {
                throw new HumanTask.Refused("the name of an answer" + SECRET);
            }
            if (OURS.matcher(name).matches()) {
                return;
            }
            TypedValue value = all.getValueTyped(name);
            if (value.getType() == ValueType.NULL) {
                return;
            }
            if (!(value instanceof PrimitiveValue<?> plain) || value.getType() == ValueType.BYTES) {
                throw new HumanTask.Refused(
                        "'" + name + "' is neither a text, a number nor a yes or no; nobody could tell what is in it");
            }
            if (plain.getValue() instanceof String text && redaction.hasSecret(text)) {
                throw new HumanTask.Refused("'" + name + "'" + SECRET);
            }
        });
    }

    private static String person(DelegateTask task) {
        return Optional.ofNullable(
                        task.getProcessEngineServices().getIdentityService().getCurrentAuthentication())
                .map(authentication -> authentication.getUserId())
                .or(() -> Optional.ofNullable(task.getAssignee()))
                .orElse("unknown");
    }
}
