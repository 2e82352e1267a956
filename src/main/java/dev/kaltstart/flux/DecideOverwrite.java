package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.StorageFacts;
import java.util.List;
import org.springframework.stereotype.Component;

/** A person changed the cluster by hand, by accident or to keep it alive. */
@Component
class DecideOverwrite extends HumanTask {

    private static final Fact<String> DECISION = Fact.text("overwriteDecision");
    private static final Fact<String> REASON = Fact.text("overwriteReason");
    private static final List<String> WAYS = List.of("overwrite", "abort");

    @Override
    public Brief brief(Run run) {
        return new Brief(
                "The cluster differs from Git, and no commit is the cause: it was changed by hand. The objects, the fields and"
                        + " their field managers are listed below.",
                List.of(
                        "# what would Flux change?",
                        "flux diff kustomization OWNER --path ./PATH",
                        "# who changed what, and when?",
                        "kubectl -n NAMESPACE get KIND NAME -o yaml --show-managed-fields"),
                "Overwrite: Flux applies Git, and the manual change is lost. Abort: it stays until Flux reconciles the next"
                        + " time; to keep it, commit it first.",
                "Ask the person who made the change; the field manager may show who it was. The state before is the evidence "
                        + run.find(StorageFacts.SAVED_STATE).orElse("(not saved)") + ".");
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
