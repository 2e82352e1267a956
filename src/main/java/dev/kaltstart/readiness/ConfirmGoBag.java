package dev.kaltstart.readiness;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** A person confirms what of the go-bag cannot be proven by use. */
@Component
class ConfirmGoBag extends HumanTask {

    private static final Fact<Boolean> AT_HAND = Fact.flag("goBagAtHand");
    private static final Fact<String> EVIDENCE = Fact.text("goBagEvidence");

    @Override
    public Brief brief(Run run) {
        String unproven = run.find(GoBagFacts.UNPROVEN_GO_BAG).orElse("");
        return new Brief(
                "Building " + run.cluster().name() + " again needs what Kaltstart cannot prove:"
                        + unproven.lines().map(GoBagFacts.BULLET::concat).collect(Collectors.joining()),
                List.of(),
                "Nothing has been changed yet. Once you confirm, the machines are installed again, and what is missing then"
                        + " stops the recovery half-way.",
                "Use each of them now: log in, list the backups, open the share. If something is missing and cannot be had"
                        + " now, abort the recovery instead.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(AT_HAND, "tick that everything on the list is at hand; if it is not, abort the recovery instead");
        given.text(EVIDENCE, "say how you know: what you tried, and what you saw");
    }
}
