package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.StorageFacts;
import java.util.List;
import org.springframework.stereotype.Component;

/** Somebody has changed the cluster by hand. It may have been an accident, or what keeps it alive. */
@Component
class DecideOverwrite extends HumanTask {

    private static final Fact<String> DECISION = Fact.text("overwriteDecision");
    private static final Fact<String> REASON = Fact.text("overwriteReason");
    private static final List<String> WAYS = List.of("overwrite", "abort");

    @Override
    public Brief brief(Run run) {
        return new Brief(
                "The cluster differs from Git though no commit is to blame: somebody has changed it by hand. The words"
                        + " above name the objects, the fields and who has set them; all of it is evidence "
                        + run.find(DriftFacts.SCOPE_REF).orElse("scope.json") + ".",
                List.of(
                        "# what would Flux change?",
                        "flux diff kustomization OWNER --path ./PATH",
                        "# who has changed what, and when?",
                        "kubectl -n NAMESPACE get KIND NAME -o yaml --show-managed-fields"),
                "Overwrite: Flux applies what Git says, and the change by hand is gone. Abort: it stays, and Flux may undo"
                        + " it when it reconciles next; to keep it, commit it first.",
                "Ask whoever has made the change, if the name of the tool tells who that was. The state before is evidence "
                        + run.find(StorageFacts.SAVED_STATE).orElse("(not saved)") + ".");
    }

    @Override
    public void accept(Run run, Facts answers) {
        Choice.of(
                answers,
                DECISION,
                WAYS,
                REASON,
                "give the reason: why the change by hand may be undone, or has to stay");
    }
}
