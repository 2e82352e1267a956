package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** A namespace hangs in Terminating. Forcing it is never done by Kaltstart: it may leave resources behind. */
@Component
class ReleaseNamespace extends HumanTask {

    private static final Fact<Boolean> UNDERSTOOD = Fact.flag("riskUnderstood");
    private static final Pattern LEFT = Pattern.compile("([a-z0-9][a-z0-9.-]*) has \\d+ resource instance");
    private static final Fact<String> EVIDENCE = Fact.text("namespaceEvidence");

    @Override
    public Brief brief(Run run) {
        String stuck = run.find(DriftFacts.STUCK_WORDS).orElse("");
        var commands = new ArrayList<String>();
        stuck.lines().forEach(line -> {
            String name = line.replaceFirst(":.*", "");
            if (name.matches("[a-z0-9-]{1,63}")) {
                commands.addAll(commands(name, resources(line)));
            }
        });
        if (commands.isEmpty()) {
            commands.add("kubectl get namespaces --field-selector status.phase=Terminating");
        }
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

    /** What a namespace says is left in it, as {@code helmreleases.helm.toolkit.fluxcd.io has 2 resource instances}. */
    private static List<String> resources(String line) {
        return LEFT.matcher(line)
                .results()
                .map(found -> found.group(1).replaceFirst("[.]$", ""))
                .distinct()
                .limit(8)
                .toList();
    }

    private static List<String> commands(String name, List<String> resources) {
        var commands = new ArrayList<>(List.of(
                "# " + name + ": conditions, and what is left in it",
                "kubectl get namespace " + name + " -o json",
                "kubectl api-resources --verbs=list --namespaced -o name | xargs -n 1 kubectl get --ignore-not-found"
                        + " --show-kind -n " + name));
        if (!resources.isEmpty()) {
            commands.add("# whose finalizers are these, and do their controllers run?");
            commands.add("kubectl -n " + name + " get " + String.join(",", resources)
                    + " -o custom-columns=KIND:.kind,NAME:.metadata.name,FINALIZERS:.metadata.finalizers");
            commands.add(
                    "# last resort, and only for kinds whose controller is gone for good: each removes the finalizers of"
                            + " all that is left of one kind");
            resources.forEach(resource -> commands.add("kubectl -n " + name + " get " + resource
                    + " -o name | xargs -n 1 kubectl -n " + name
                    + " patch --type=merge -p '{\"metadata\":{\"finalizers\":null}}'"));
        }
        return commands;
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(UNDERSTOOD, "tick that you understand the risk: resources outside the cluster are left behind");
        given.text(EVIDENCE, "enter what blocked the namespace, what you did, and what may be left behind");
    }
}
