package dev.kaltstart.talos;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.Machines;
import dev.kaltstart.recovery.Resolution;
import dev.kaltstart.recovery.SubjectNode;
import java.util.List;
import org.springframework.stereotype.Component;

/** The machine does not come back; a person may say that another one has taken its place. */
@Component
class ResolveMachine extends HumanTask {

    private static final List<String> CHOICES = List.of("retry", "abort");
    private static final Fact<String> DECISION = Fact.text("machineDecision");
    private static final Fact<String> REASON = Fact.text("machineReason");
    private static final Fact<String> REPLACEMENT = Fact.text("replacementUuid");

    private final Machines machines;

    ResolveMachine(Machines machines) {
        this.machines = machines;
    }

    @Override
    protected Brief brief(Run run) {
        return Resolution.brief(run, CHOICES, List.of());
    }

    @Override
    protected void accept(Run run, Facts answers) {
        Resolution.chosen(answers, DECISION, REASON, CHOICES);
        new Answers(answers).uuid(REPLACEMENT);
    }

    @Override
    protected void accepted(Run run, Facts answers, String person) {
        new Answers(answers)
                .uuid(REPLACEMENT)
                .ifPresent(uuid ->
                        machines.name(run.recovery(), SubjectNode.of(run).name(), uuid, person));
    }
}
