package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** A namespace hangs in Terminating. Forcing it is never done by Kaltstart: it may leave things behind that nobody cleans up. */
@Component
class ReleaseNamespace extends HumanTask {

    private static final Fact<Boolean> UNDERSTOOD = Fact.flag("riskUnderstood");
    private static final Fact<String> EVIDENCE = Fact.text("namespaceEvidence");

    @Override
    public Brief brief(Run run) {
        String stuck = run.find(DriftFacts.STUCK_WORDS).orElse("");
        List<String> names = stuck.lines()
                .map(line -> line.replaceFirst(":.*", ""))
                .filter(name -> name.matches("[a-z0-9-]{1,63}"))
                .toList();
        var commands = new ArrayList<String>();
        (names.isEmpty() ? List.of("NAMESPACE") : names).forEach(name -> commands.addAll(commands(name)));
        return new Brief(
                "Deleted, and does not go: " + stuck
                        + "\nA finalizer is a promise to clean up first. The RISK of taking it away by force: what it stands"
                        + " for outside of the cluster (volumes, DNS records, load balancers, certificates) stays behind,"
                        + " and nobody cleans it up. Do it only if the clean-up never started, or if the controller that"
                        + " would do it is gone for good.",
                commands,
                "Best: the controller comes back and the namespace goes by itself. When a finalizer was taken away, the"
                        + " object is gone at once, and the namespace soon after.",
                "'kubectl get namespaces' shows it as Active or not at all. Then it is looked at again.");
    }

    private static List<String> commands(String name) {
        return List.of(
                "# " + name + ": what does it say, and what is left in it?",
                "kubectl get namespace " + name + " -o json",
                "kubectl api-resources --verbs=list --namespaced -o name | xargs -n 1 kubectl get --ignore-not-found"
                        + " --show-kind -n " + name,
                "# whose finalizer is it, and does that controller run?",
                "kubectl -n " + name + " get KIND NAME -o jsonpath='{.metadata.finalizers}'",
                "# last, for one object whose controller is gone for good",
                "kubectl -n " + name + " patch KIND NAME --type=merge -p '{\"metadata\":{\"finalizers\":null}}'");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(UNDERSTOOD, "say that you have understood the risk: what is left behind is cleaned up by nobody");
        given.text(EVIDENCE, "say what held the namespace, what you did about it, and what may be left behind");
    }
}
