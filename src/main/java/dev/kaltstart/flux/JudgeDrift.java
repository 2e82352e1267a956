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
                "The cluster does not follow Git, and what was seen fits none of the known causes. All that was seen is"
                        + " evidence " + run.find(DriftFacts.SCOPE_REF).orElse("scope.json")
                        + ", as it was then evidence "
                        + run.find(StorageFacts.SAVED_STATE).orElse("(not saved)") + ".",
                List.of(
                        "flux get kustomizations -A --status-selector ready=false",
                        "flux get helmreleases -A --status-selector ready=false",
                        "flux get sources all -A",
                        "flux events -A --types Warning",
                        "flux logs --all-namespaces --level=error --since=1h"),
                "Again: you have removed the cause; it is looked at anew. Revert: a commit is to blame after all, and you"
                        + " choose the last good one. Abort: the recovery ends, and Flux goes on as Git is.",
                "Choose again only after something has changed: the same look gives the same answer.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        mended(answers, WAYS, REASON, "give the reason: the report tells later why it went on like this");
    }
}
