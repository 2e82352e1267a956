package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.AppliedCommit;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.History;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Flux has applied the commit that was pushed last: all Kustomizations are ready with it, and each could decrypt. */
@Component
class AwaitDecryption extends Step {

    private final RotationClone clone;

    AwaitDecryption(RotationClone clone) {
        this.clone = clone;
    }

    @Override
    public Check check(Run run) {
        CommitId wanted = new CommitId(run.find(RotationFacts.CUT).orElseGet(() -> run.get(RotationFacts.OVERLAP)));
        // Flux may be at a commit that came since
        clone.fetch(run);
        History history = clone.of(run).history();
        Optional<AppliedCommit> seen = AppliedCommit.of(
                run.cluster().kubernetes(), history::has, at -> at.equals(wanted) || history.isAncestor(wanted, at));
        if (seen.isEmpty()) {
            return Check.unknown("the cluster does not serve Flux: its CRDs are not there");
        }
        AppliedCommit flux = seen.get();
        if (!flux.undecrypted().isEmpty()) {
            throw new Failure.NeedsHuman(
                    "DECRYPTION_FAILED",
                    "Flux cannot decrypt: "
                            + String.join(
                                    "; ", flux.undecrypted().stream().limit(5).toList())
                            + ". The old key is still in the cluster until a later step; compare its keys with .sops.yaml");
        }
        String note = flux.suspended().isEmpty() ? "" : "; suspended, so not waited for: " + flux.suspended();
        if (flux.all() == 0) {
            return Check.notYet("no Kustomization is built from a commit of the repository" + note);
        }
        return flux.behind().isEmpty()
                ? Check.met(
                        "all " + flux.all() + " Kustomizations are ready with " + wanted.abbreviated() + note,
                        Measurement.count("readyKustomizations", flux.all()))
                : Check.notYet(
                        flux.behind().size() + " of " + flux.all() + " Kustomizations are not ready with "
                                + wanted.abbreviated() + ": "
                                + String.join(
                                        "; ", flux.behind().stream().limit(5).toList()) + note,
                        (flux.all() - flux.behind().size()) / (double) flux.all());
    }

    @Override
    public void perform(Run run) {
        clone.fetch(run);
        AppliedCommit.request(run.cluster().kubernetes(), run.cluster().clock().instant());
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return List.of(
                "flux get kustomizations -A --status-selector ready=false",
                "# which keys are in the cluster? Only the public keys are printed",
                "kubectl -n flux-system get secret sops-age"
                        + " -o go-template='{{range .data}}{{. | base64decode}}{{end}}' | age-keygen -y",
                "kubectl -n flux-system logs deploy/kustomize-controller --tail=20");
    }
}
