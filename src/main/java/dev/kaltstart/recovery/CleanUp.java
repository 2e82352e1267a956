package dev.kaltstart.recovery;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import java.util.List;
import org.springframework.stereotype.Component;

/** Ends a drill: what it left in the cluster is removed, or written down. */
@Component
class CleanUp extends HumanTask {

    private static final Fact<Boolean> CLEANED_UP = Fact.flag("cleanedUp");

    @Override
    public Brief brief(Run run) {
        String about = run.subject().label();
        return new Brief(
                "This was a drill on the real cluster"
                        + (about.isEmpty() ? "" : ", about " + about)
                        + ". What it leaves behind weakens the cluster until someone trips over it: a node that takes no"
                        + " pods, a test namespace that costs storage, a Flux object that follows Git no longer.",
                List.of(
                        "# nodes that take no pods",
                        "kubectl get nodes --field-selector spec.unschedulable=true",
                        "# namespaces of the restore test",
                        "kubectl get namespaces -o name | grep -- '-restore-test'",
                        "# suspended Flux objects",
                        "flux get all --all-namespaces | grep -i suspended",
                        "# volumes whose claim is gone",
                        "kubectl get persistentvolumes | grep Released"),
                "Nothing in the lists belongs to the drill. What should stay is written below, with the reason and the day on"
                        + " which it goes.",
                "Run the commands again: they show nothing of the drill. The drill ends after this task; its clock has"
                        + " stopped already.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        new Answers(answers).ticked(CLEANED_UP, "tick that nothing of the drill is left but what you have written");
    }
}
