package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.Requests;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.History;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Flux has applied the commit that was pushed last: all Kustomizations are ready with it, and each could decrypt. */
@Component
class AwaitDecryption extends Step {

    private static final Pattern REVISION = Pattern.compile(".*[@/:]([0-9a-f]{40}|[0-9a-f]{64})");

    /** As the controller says it (src: fluxcd/kustomize-controller, internal/decryptor/decryptor.go). */
    private static final Pattern UNDECRYPTED = Pattern.compile(
            "(?i)cannot get sops data key|failed to decrypt|decryption failed|error decrypting|no identity matched");

    private final RotationClone clone;

    AwaitDecryption(RotationClone clone) {
        this.clone = clone;
    }

    @Override
    public Check check(Run run) {
        CommitId wanted = new CommitId(run.find(RotationFacts.CUT).orElseGet(() -> run.get(RotationFacts.OVERLAP)));
        var flux = new Flux(run.cluster().kubernetes());
        Optional<List<FluxObject>> all = flux.kustomizations();
        if (all.isEmpty()) {
            return Check.unknown("the cluster does not serve Flux: its CRDs are not there");
        }
        List<FluxObject> active =
                all.get().stream().filter(object -> !object.suspended()).toList();
        requireDecrypted(active);
        History history = clone.of(run).history();
        List<FluxObject> ours = active.stream()
                .filter(object -> commit(flux, object).filter(history::has).isPresent())
                .toList();
        List<FluxObject> behind = ours.stream()
                .filter(object -> !object.healthy() || !applied(history, object, wanted))
                .toList();
        if (ours.isEmpty()) {
            return Check.notYet("no Kustomization is built from a commit of the repository");
        }
        String suspended = all.get().stream()
                .filter(FluxObject::suspended)
                .map(FluxObject::label)
                .collect(Collectors.joining(", "));
        String note = suspended.isEmpty() ? "" : "; suspended, so not waited for: " + suspended;
        return behind.isEmpty()
                ? Check.met(
                        "all " + ours.size() + " Kustomizations are ready with " + wanted.abbreviated() + note,
                        Measurement.count("readyKustomizations", ours.size()))
                : Check.notYet(
                        behind.size() + " of " + ours.size() + " Kustomizations are not ready with "
                                + wanted.abbreviated()
                                + ": "
                                + behind.stream()
                                        .map(FluxObject::trouble)
                                        .limit(5)
                                        .collect(Collectors.joining("; "))
                                + note,
                        (ours.size() - behind.size()) / (double) ours.size());
    }

    private static void requireDecrypted(List<FluxObject> active) {
        List<String> failing = active.stream()
                .filter(FluxObject::failed)
                .filter(object -> UNDECRYPTED.matcher(object.message()).find())
                .map(FluxObject::trouble)
                .limit(5)
                .toList();
        if (!failing.isEmpty()) {
            throw new Failure.NeedsHuman(
                    "DECRYPTION_FAILED",
                    "Flux cannot decrypt: " + String.join("; ", failing)
                            + ". The old key is still in the cluster until a later step; compare its keys with .sops.yaml");
        }
    }

    private static Optional<CommitId> commit(Flux flux, FluxObject object) {
        return revision(object.appliedRevision())
                .or(() -> flux.source(object.source()).flatMap(source -> revision(source.artifactRevision())));
    }

    private static boolean applied(History history, FluxObject object, CommitId wanted) {
        return revision(object.appliedRevision())
                .filter(history::has)
                .filter(at -> at.equals(wanted) || history.isAncestor(wanted, at))
                .isPresent();
    }

    private static Optional<CommitId> revision(String text) {
        Matcher matcher = REVISION.matcher(text);
        return matcher.matches() ? Optional.of(new CommitId(matcher.group(1))) : Optional.empty();
    }

    @Override
    public void perform(Run run) {
        clone.fetch(run);
        var client = run.cluster().kubernetes();
        var requests = new Requests(client, run.cluster().clock().instant());
        List<FluxObject> kustomizations = new Flux(client)
                .kustomizations().orElse(List.of()).stream()
                        .filter(object -> !object.suspended())
                        .toList();
        kustomizations.stream().map(FluxObject::source).distinct().forEach(requests::reconcile);
        kustomizations.stream().map(FluxObject::id).forEach(requests::reconcile);
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
