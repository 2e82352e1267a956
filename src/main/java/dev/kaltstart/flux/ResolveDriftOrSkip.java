package dev.kaltstart.flux;

import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Resolution;
import dev.kaltstart.recovery.ResolveFacts;
import java.util.List;
import org.springframework.stereotype.Component;

/** A step of the drift scenario stopped in a phase that can be skipped. */
@Component
class ResolveDriftOrSkip extends HumanTask {

    private static final List<String> CHOICES = List.of("retry", "skip", "abort");

    @Override
    protected Brief brief(Run run) {
        return Resolution.brief(run, CHOICES, ResolveDrift.COMMANDS);
    }

    @Override
    protected void accept(Run run, Facts answers) {
        Resolution.chosen(answers, ResolveFacts.SKIP_DECISION, ResolveFacts.SKIP_REASON, CHOICES);
    }
}
