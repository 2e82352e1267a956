package dev.kaltstart.engine.resolve;

import dev.kaltstart.engine.EvidenceList;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.StepHistory.Execution;
import dev.kaltstart.engine.model.ActivityNames;
import dev.kaltstart.engine.task.FormField;
import dev.kaltstart.engine.task.ListenerRun;
import dev.kaltstart.engine.worker.StepExecutions;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Asks a person how to continue after a stuck step. The same task for every step of every model. */
@Component
public class Resolve extends HumanTask {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int TRIES = 5;
    private static final int LONGEST_TRY = 300;

    private static final Map<String, String> MEANINGS = Map.of(
            ResolveChoice.RETRY.value(), "Retry: the step looks first and does only what is missing.",
            ResolveChoice.SKIP.value(), "Skip: the rest of this phase is left out.",
            ResolveChoice.ABORT.value(), "Abort: the recovery is closed; completed steps are not undone.");

    private final BeanFactory beans;
    private final StepExecutions steps;
    private final ObjectProvider<EvidenceList> evidence;

    public Resolve(BeanFactory beans, StepExecutions steps, ObjectProvider<EvidenceList> evidence) {
        this.beans = beans;
        this.steps = steps;
        this.evidence = evidence;
    }

    @Override
    public Brief brief(Run run) {
        Optional<Execution> failed = tries(run).reduce((earlier, later) -> later);
        List<ResolveChoice> choices = choices((ListenerRun) run);
        return new Brief(
                failed.map(stuck -> stuck.name() + " is stuck: " + stuck.message())
                        .orElse("A step is stuck and gave no reason."),
                failed.map(stuck -> remedies(run, stuck)).orElse(List.of()),
                choices.stream()
                        .map(choice -> MEANINGS.getOrDefault(choice.value(), meaning(choice)))
                        .collect(Collectors.joining("\n\n")),
                "Remove the cause, then retry."
                        + (choices.contains(ResolveChoice.SKIP)
                                ? " Skip only what you have checked yourself, and say in the reason what you saw."
                                : ""));
    }

    private static String meaning(ResolveChoice choice) {
        return choice.label() + (choice.target() instanceof CallActivity ? ": after an approval." : ".");
    }

    @Override
    public Map<String, String> details(Run run) {
        List<Execution> tries = tries(run).toList();
        String code = tries.isEmpty() ? null : tries.get(tries.size() - 1).code();
        return Map.of(
                "taskCode",
                code == null ? "none" : code,
                "taskTried",
                IntStream.range(Math.max(0, tries.size() - TRIES), tries.size())
                        .mapToObj(n -> tried(n + 1, tries.get(n)))
                        .collect(Collectors.joining("\n\n")),
                "taskEvidence",
                evidence.stream()
                        .flatMap(kept -> kept.names(run.recovery(), run.subject()).stream())
                        .map(name -> "/api/recoveries/" + run.recovery() + "/evidence/" + name)
                        .collect(Collectors.joining("\n\n")));
    }

    private static String tried(int number, Execution tried) {
        String message = tried.message().length() > LONGEST_TRY
                ? tried.message().substring(0, LONGEST_TRY) + "..."
                : tried.message();
        return "Try " + number + ", from " + TIME.format(tried.beganAt())
                + (tried.endedAt() == null ? "" : " to " + TIME.format(tried.endedAt())) + ": " + message;
    }

    /** Of the step in question, the oldest first. */
    private Stream<Execution> tries(Run run) {
        String step = step((ListenerRun) run);
        return steps.of(run.recovery()).stream()
                .filter(execution -> execution.state().equals("failed"))
                .filter(execution -> execution.subject().equals(run.subject()))
                .filter(execution -> step.isEmpty() || execution.step().equals(step));
    }

    private List<String> remedies(Run run, Execution failed) {
        return beans.getBean(ActivityNames.bean(failed.step()), Step.class)
                .remedies(run, failed.code() == null ? "" : failed.code());
    }

    /** Empty in a model of an earlier version, which draws its own tasks for several steps at once. */
    private static String step(ListenerRun run) {
        String id = run.activity().substring(run.activity().indexOf('_') + 1);
        return run.model().getModelElementById(id) instanceof ServiceTask ? id : "";
    }

    private static List<ResolveChoice> choices(ListenerRun run) {
        return run.model().getModelElementById(step(run)) instanceof ServiceTask step
                ? ResolveChoice.of(run.model(), step)
                : List.of(ResolveChoice.RETRY, ResolveChoice.ABORT);
    }

    /** The form has let through only what it offers; both fields have to be there, too. */
    @Override
    public void accept(Run run, Facts answers) {
        for (FormField field : ((ListenerRun) run).form().fields().values()) {
            List<String> offered = field.choices();
            boolean decision = offered != null;
            boolean reason = field.key().endsWith("Reason");
            if ((decision || reason) && isBlank(answers, field)) {
                throw new Refused(
                        offered != null
                                ? "choose how to continue: " + String.join(", ", offered)
                                : "give the reason; the report explains the decision with it");
            }
        }
    }

    private static boolean isBlank(Facts answers, FormField field) {
        return answers.find(Fact.text(field.key())).map(String::isBlank).orElse(true);
    }
}
