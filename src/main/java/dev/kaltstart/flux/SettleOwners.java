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
                "More than one Kustomization applies the same objects, and each undoes the other. Only you know which one should"
                        + " keep them. The objects and their owners are listed below.",
                List.of(
                        "# which one applied it last?",
                        "kubectl -n NAMESPACE get KIND NAME --show-labels",
                        "# keep the other one from deleting it meanwhile",
                        "kubectl -n NAMESPACE annotate KIND NAME kustomize.toolkit.fluxcd.io/prune=disabled",
                        "# remove it from the wrong Kustomization in Git, push, and reconcile both",
                        "git grep -n NAME",
                        "flux reconcile kustomization OWNER -n flux-system --with-source",
                        "# allow pruning again",
                        "kubectl -n NAMESPACE annotate KIND NAME kustomize.toolkit.fluxcd.io/prune-"),
                "Only one Kustomization lists the object, and the object is never deleted in between.",
                "'flux tree kustomization' for both shows the object once.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        mended(answers, WAYS, EVIDENCE, "say which Kustomization keeps the objects, and which commit settles it");
    }
}
