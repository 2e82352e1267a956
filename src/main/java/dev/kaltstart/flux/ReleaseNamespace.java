package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** A namespace hangs in Terminating. Forcing it is never done by Kaltstart: it may leave resources behind. */
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
                "These namespaces are stuck in Terminating: " + stuck
                        + "\nA finalizer waits for a clean-up. The RISK of removing it by force: the resources behind it outside"
                        + " the cluster (volumes, DNS records, load balancers, certificates) are left behind. Do it only if"
                        + " the clean-up never started, or if its controller is gone for good.",
                commands,
                "Best: the controller comes back and finishes the deletion. After you remove a finalizer, the object is gone at"
                        + " once, and the namespace soon after.",
                "'kubectl get namespaces' shows it as Active or not at all. Kaltstart checks it again after you complete this task.");
    }

    private static List<String> commands(String name) {
        return List.of(
                "# " + name + ": conditions, and what is left in it",
                "kubectl get namespace " + name + " -o json",
                "kubectl api-resources --verbs=list --namespaced -o name | xargs -n 1 kubectl get --ignore-not-found"
                        + " --show-kind -n " + name,
                "# whose finalizer is it, and does its controller run?",
                "kubectl -n " + name + " get KIND NAME -o jsonpath='{.metadata.finalizers}'",
                "# last resort, for one object whose controller is gone for good",
                "kubectl -n " + name + " patch KIND NAME --type=merge -p '{\"metadata\":{\"finalizers\":null}}'");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(UNDERSTOOD, "tick that you understand the risk: resources outside the cluster are left behind");
        given.text(EVIDENCE, "enter what blocked the namespace, what you did, and what may be left behind");
    }
}
