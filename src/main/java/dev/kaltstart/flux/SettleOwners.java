package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.Run;
import java.util.List;
import org.springframework.stereotype.Component;

/** Two Kustomizations answer for one object: each undoes the other, and either may delete it. */
@Component
class SettleOwners extends MendTask {

    private static final Fact<String> EVIDENCE = Fact.text("ownersEvidence");
    private static final List<String> WAYS = List.of("again", "abort");

    @Override
    public Brief brief(Run run) {
        return new Brief(
                "Objects belong to more than one Kustomization. Which of them is right only you know; the words above name"
                        + " the objects and their owners.",
                List.of(
                        "# who has made it last?",
                        "kubectl -n NAMESPACE get KIND NAME --show-labels",
                        "# the one that is to give it up must not delete it meanwhile",
                        "kubectl -n NAMESPACE annotate KIND NAME kustomize.toolkit.fluxcd.io/prune=disabled",
                        "# take it out of the wrong one of the two in Git, push, and let both look again",
                        "git grep -n NAME",
                        "flux reconcile kustomization OWNER -n flux-system --with-source",
                        "# then it may be pruned again",
                        "kubectl -n NAMESPACE annotate KIND NAME kustomize.toolkit.fluxcd.io/prune-"),
                "The Kustomization that gives it up no longer lists the object; the other one keeps it, and it is not"
                        + " deleted in between.",
                "'flux tree kustomization' of both shows the object once.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        mended(answers, WAYS, EVIDENCE, "say which Kustomization keeps the objects, and which commit settles it");
    }
}
