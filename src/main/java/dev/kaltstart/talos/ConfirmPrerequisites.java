package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.SubjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** A person confirms what the gate before the first destructive step cannot prove. */
@Component
class ConfirmPrerequisites extends HumanTask {

    private static final Fact<Boolean> AT_HAND = Fact.flag("prerequisitesAtHand");
    private static final Fact<String> EVIDENCE = Fact.text("prerequisitesEvidence");

    @Override
    public Brief brief(Run run) {
        Node node = SubjectNode.of(run);
        String unproven = run.find(NodeFacts.UNPROVEN_PREREQUISITES).orElse("");
        return new Brief(
                "Installing " + node.name() + " again needs what Kaltstart cannot prove:"
                        + unproven.lines()
                                .map(CheckPrerequisites.BULLET::concat)
                                .collect(Collectors.joining()),
                List.of(),
                "Nothing has been changed yet. Once you confirm, " + node.name()
                        + " is evacuated and removed, and what is missing then stops the recovery half-way.",
                "Try it: fill the secrets, look at the image. If something is missing and cannot be had now, abort the"
                        + " recovery instead.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(AT_HAND, "tick that everything on the list is at hand; if it is not, abort the recovery instead");
        given.text(EVIDENCE, "say how you know: what you tried, and what you saw");
    }
}
