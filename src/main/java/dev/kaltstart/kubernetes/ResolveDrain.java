package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Resolution;
import java.util.List;
import org.springframework.stereotype.Component;

/** Something keeps pods on the node. Forcing them away is a step of its own, behind an approval. */
@Component
class ResolveDrain extends HumanTask {

    private static final List<String> CHOICES = List.of("retry", "force", "abort");
    private static final Fact<String> DECISION = Fact.text("drainDecision");
    private static final Fact<String> REASON = Fact.text("drainReason");

    @Override
    protected Brief brief(Run run) {
        return Resolution.brief(run, CHOICES, List.of());
    }

    @Override
    protected void accept(Run run, Facts answers) {
        Resolution.chosen(answers, DECISION, REASON, CHOICES);
    }
}
