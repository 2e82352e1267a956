package dev.kaltstart.recovery;

import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import java.util.List;
import org.springframework.stereotype.Component;

/** A step stopped in a phase that the recovery cannot do without. */
@Component
class Resolve extends HumanTask {

    private static final List<String> CHOICES = List.of("retry", "abort");

    @Override
    protected Brief brief(Run run) {
        return Resolution.brief(run, CHOICES, List.of());
    }

    @Override
    protected void accept(Run run, Facts answers) {
        Resolution.chosen(answers, ResolveFacts.DECISION, ResolveFacts.REASON, CHOICES);
    }
}
