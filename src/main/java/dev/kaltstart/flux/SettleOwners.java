package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.Run;
import dev.kaltstart.flux.diagnosis.FoundObject;
import dev.kaltstart.shell.Command;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Two Kustomizations answer for one object: each undoes the other, and either may delete it. */
@Component
class SettleOwners extends MendTask {

    private static final Fact<String> EVIDENCE = Fact.text("ownersEvidence");
    private static final String PRUNE = "kustomize.toolkit.fluxcd.io/prune";
    private static final int SHOWN = 5;
    private static final List<String> WAYS = List.of("again", "abort");

    @Override
    public Brief brief(Run run) {
        return new Brief(
                "More than one Kustomization applies the same objects, and each undoes the other. Only you know which one should"
                        + " keep them. The objects and their owners are listed below.",
                commands(run),
                "Only one Kustomization lists the object, and the object is never deleted in between.",
                "'flux tree kustomization' for both shows the object once.");
    }

    private static List<String> commands(Run run) {
        List<FoundObject> found = FoundObject.of(run.find(DriftFacts.CLASHING).orElse(""));
        List<FoundObject> shown = found.stream().limit(SHOWN).toList();
        var commands = new ArrayList<String>();
        commands.add("# which Kustomization applied it last?");
        shown.forEach(object -> commands.add(object.kubectl("get", "--show-labels")));
        commands.add("# keep the other one from deleting it meanwhile");
        shown.forEach(object -> commands.add(object.kubectl("annotate", PRUNE + "=disabled", "--overwrite")));
        commands.add("# remove it from the wrong Kustomization in Git, push, and reconcile both");
        String root = run.cluster().inventory().root().toString();
        shown.forEach(object -> commands.add(Command.of("git", "-C", root, "grep", "-n", object.name())
                .plus("--")
                .plus(object.owners().stream()
                        .map(FoundObject.Owner::path)
                        .filter(path -> !path.isEmpty())
                        .distinct()
                        .toArray(String[]::new))
                .line()));
        shown.stream()
                .flatMap(object -> object.owners().stream())
                .distinct()
                .forEach(owner -> commands.add(owner.flux("reconcile") + " --with-source"));
        commands.add("# allow pruning again");
        shown.forEach(object -> commands.add(object.kubectl("annotate", PRUNE + "-")));
        if (found.size() > SHOWN) {
            commands.add("# and the same for " + (found.size() - SHOWN) + " more, which the diagnosis lists");
        }
        return commands;
    }

    @Override
    public void accept(Run run, Facts answers) {
        mended(answers, WAYS, EVIDENCE, "say which Kustomization keeps the objects, and which commit settles it");
    }
}
