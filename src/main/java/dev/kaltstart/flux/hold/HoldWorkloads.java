package dev.kaltstart.flux.hold;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.storage.HeldNamespaces;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * No pod that mounts a claim starts in a namespace whose data has to come back, except those that restore. Flux makes the claims
 * first, empty; an application that starts on them writes new data, and a restore skips or overwrites it.
 */
@Component
class HoldWorkloads extends Step {

    private final Evidence evidence;

    HoldWorkloads(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        Set<String> wanted = HeldNamespaces.of(run, evidence);
        if (wanted.isEmpty()) {
            return Check.met("nothing is held: no data has to come back", Measurement.count("heldNamespaces", 0));
        }
        KubernetesClient client = run.cluster().kubernetes();
        var hold = new Hold(client);
        if (hold.bindings().isEmpty()) {
            throw new Failure.NeedsHuman(
                    "HOLD_UNSUPPORTED",
                    "the API server serves no ValidatingAdmissionPolicies, which Kubernetes has since 1.30: Kaltstart cannot keep"
                            + " the applications of " + String.join(", ", wanted)
                            + " from starting on empty volumes. Suspend their Kustomizations in Git before Flux starts, then"
                            + " go on without the hold");
        }
        var missing = new TreeSet<>(wanted);
        missing.removeAll(hold.namespaces());
        if (!missing.isEmpty() || !hold.isAsWanted()) {
            return Check.notYet(
                    "not held yet: " + String.join(", ", missing.isEmpty() ? wanted : missing),
                    (wanted.size() - missing.size()) / (double) wanted.size());
        }
        return tried(client, wanted);
    }

    private static Check tried(KubernetesClient client, Set<String> wanted) {
        Optional<String> there = present(client, wanted);
        if (there.isEmpty()) {
            return Check.notYet("none of the held namespaces is there, so the hold cannot be tried");
        }
        return switch (new HoldTrial(client, there.get()).answer()) {
            case DENIED ->
                Check.met(
                        "held, and tried in " + there.get() + ": pods that mount a claim do not start in "
                                + String.join(", ", wanted),
                        Measurement.count("heldNamespaces", wanted.size()));
            case ADMITTED -> Check.notYet("the API server does not follow the hold yet: it admits a pod with a claim");
            case UNKNOWN ->
                Check.unknown("the API server refuses a pod in " + there.get()
                        + " for another reason, so it is not seen whether the hold works");
        };
    }

    private static Optional<String> present(KubernetesClient client, Set<String> wanted) {
        Set<String> there = client.namespaces().list().getItems().stream()
                .filter(namespace -> namespace.getMetadata().getDeletionTimestamp() == null)
                .map(namespace -> namespace.getMetadata().getName())
                .collect(java.util.stream.Collectors.toSet());
        return wanted.stream().filter(there::contains).findFirst();
    }

    @Override
    public void perform(Run run) {
        Set<String> wanted = HeldNamespaces.of(run, evidence);
        KubernetesClient client = run.cluster().kubernetes();
        new Hold(client).close(wanted, run.recovery());
        if (present(client, wanted).isEmpty()) {
            // Flux takes it over; a hold that was never tried proves nothing
            wanted.stream()
                    .limit(1)
                    .forEach(namespace -> client.namespaces()
                            .resource(new NamespaceBuilder()
                                    .withNewMetadata()
                                    .withName(namespace)
                                    .endMetadata()
                                    .build())
                            .create());
        }
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return List.of(
                "kubectl version",
                "kubectl get validatingadmissionpolicies,validatingadmissionpolicybindings",
                "kubectl describe validatingadmissionpolicy " + HoldPolicy.NAME);
    }
}
