package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.StorageFacts;
import java.util.List;
import org.springframework.stereotype.Component;

/** Something is off, and it fits none of the known causes: a person has to judge. */
@Component
class JudgeDrift extends MendTask {

    private static final Fact<String> REASON = Fact.text("judgeReason");
    private static final List<String> WAYS = List.of("again", "revert", "abort");

    @Override
    public Brief brief(Run run) {
        return new Brief(
                "The cluster does not follow Git, and the diagnosis matches none of the known causes. The state before the"
                        + " recovery is the evidence "
                        + run.find(StorageFacts.SAVED_STATE).orElse("(not saved)") + ".",
                List.of(
                        "flux get kustomizations -A --status-selector ready=false",
                        "flux get helmreleases -A --status-selector ready=false",
                        "flux get sources all -A",
                        "flux events -A --types Warning",
                        "flux logs --all-namespaces --level=error --since=1h"),
                "Diagnose again: you have removed the cause. Revert: a commit caused it after all, and you choose the last"
                        + " good one. Abort: the recovery ends, and Flux resumes with Git as it is.",
                "Diagnose again only after something has changed: otherwise the result is the same.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        mended(answers, WAYS, REASON, "give the reason: the report quotes it");
    }
}
