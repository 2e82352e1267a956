package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.flux.diagnosis.FoundObject;
import dev.kaltstart.shell.Command;
import dev.kaltstart.storage.StorageFacts;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** A person changed the cluster by hand, by accident or to keep it alive. */
@Component
class DecideOverwrite extends HumanTask {

    private static final Fact<String> DECISION = Fact.text("overwriteDecision");
    private static final Fact<String> REASON = Fact.text("overwriteReason");
    private static final int SHOWN = 10;
    private static final List<String> WAYS = List.of("overwrite", "abort");

    @Override
    public Brief brief(Run run) {
        return new Brief(
                "The cluster differs from Git, and no commit is the cause: it was changed by hand. The objects, the fields and"
                        + " their field managers are listed below.",
                commands(run),
                "Overwrite: Flux applies Git, and the manual change is lost. Abort: it stays until Flux reconciles the next"
                        + " time; to keep it, commit it first.",
                "Ask the person who made the change; the field manager may show who it was. The state before is the evidence "
                        + run.find(StorageFacts.SAVED_STATE).orElse("(not saved)") + ".");
    }

    private static List<String> commands(Run run) {
        List<FoundObject> found = FoundObject.of(run.find(DriftFacts.CHANGED).orElse(""));
        List<FoundObject> shown = found.stream().limit(SHOWN).toList();
        var commands = new ArrayList<String>();
        commands.add("# what would Flux change?");
        shown.stream()
                .flatMap(object -> object.owners().stream())
                .distinct()
                .forEach(owner -> commands.add(owner.flux("diff") + " "
                        + Command.of("--path="
                                        + run.cluster().inventory().root().resolve(owner.path()))
                                .line()));
        commands.add("# who changed what, and when?");
        shown.forEach(object ->
                commands.add(object.kubectl("get", "-o", "yaml", "--show-managed-fields", "--ignore-not-found")));
        if (found.size() > SHOWN) {
            commands.add("# and " + (found.size() - SHOWN) + " more, which the diagnosis lists");
        }
        return commands;
    }

    @Override
    public void accept(Run run, Facts answers) {
        Choice.of(
                answers,
                DECISION,
                WAYS,
                REASON,
                "give the reason: why the manual change may be undone, or has to stay");
    }
}
