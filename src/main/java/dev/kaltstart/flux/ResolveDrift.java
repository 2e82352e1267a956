package dev.kaltstart.flux;

import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Resolution;
import dev.kaltstart.recovery.ResolveFacts;
import java.util.List;
import org.springframework.stereotype.Component;

/** A step of the drift scenario stopped in a phase that the recovery cannot do without. */
@Component
class ResolveDrift extends HumanTask {

    static final List<String> COMMANDS = List.of("flux get all -A --status-selector ready=false");

    private static final List<String> CHOICES = List.of("retry", "abort");

    @Override
    protected Brief brief(Run run) {
        return Resolution.brief(run, CHOICES, COMMANDS);
    }

    @Override
    protected void accept(Run run, Facts answers) {
        Resolution.chosen(answers, ResolveFacts.DECISION, ResolveFacts.REASON, CHOICES);
    }
}
