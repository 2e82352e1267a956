package dev.kaltstart.talos.rebuild;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import java.util.List;
import org.springframework.stereotype.Component;

/** A person uses what was built: green objects are no proof that anybody can work. */
@Component
class TestColdStart extends HumanTask {

    private static final Fact<String> STATE = Fact.text("coldStartState");
    private static final Fact<String> EVIDENCE = Fact.text("coldStartEvidence");
    private static final List<String> STATES = List.of("works", "broken");

    @Override
    public Brief brief(Run run) {
        return new Brief(
                "The cluster was built from nothing and its checks are green. Only a person sees whether one can work with"
                        + " it.",
                List.of(
                        "export KUBECONFIG=" + run.cluster().inventory().tools().kubeconfig(),
                        "kubectl get nodes",
                        "flux get kustomizations -A",
                        "kubectl get pods -A | grep -vE 'Running|Completed'"),
                "The critical applications open, show their data of the last backup, and find a word in it.",
                "Log in to each critical application. Compare the number of entries with production. Note what had to be done"
                        + " by hand that no task of this drill named: that is what the drill is for.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        if (!STATES.contains(given.text(STATE, "choose whether the applications work"))) {
            throw new Refused("'" + STATE.name() + "' is one of " + String.join(", ", STATES));
        }
        given.text(EVIDENCE, "say what you opened, and what you saw");
    }
}
