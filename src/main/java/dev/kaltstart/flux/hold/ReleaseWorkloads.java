package dev.kaltstart.flux.hold;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.flux.diagnosis.SuspensionPause;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.storage.HeldNamespaces;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Lets the pods of a namespace start again; with the whole cluster as its subject, those of all namespaces, and nothing of the
 * hold is left, not even that of an earlier recovery.
 */
@Component
class ReleaseWorkloads extends Step {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** The API server reads its rules again each second. */
    private static final Duration FOLLOWS = Duration.ofSeconds(15);

    private final Evidence evidence;

    ReleaseWorkloads(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        try {
            return look(run);
        } catch (KubernetesClientException | Cluster.UnusableCredentials e) {
            // a recovery that ends before there is a cluster again must not wait for one
            if (isCluster(run) && HeldNamespaces.of(run, evidence).isEmpty()) {
                return Check.met("this recovery has held nothing, and the Kubernetes API does not answer");
            }
            throw e;
        }
    }

    private Check look(Run run) {
        KubernetesClient client = run.cluster().kubernetes();
        var hold = new Hold(client);
        if (hold.bindings().isEmpty()) {
            return Check.met("nothing is held: the API server has no rule that could hold anything");
        }
        Set<String> held = held(run, hold);
        if (!held.isEmpty()) {
            return Check.notYet("pods that mount a claim still do not start in " + String.join(", ", held));
        }
        if (isCluster(run) && (hold.hasPolicy() || !hold.bindings().get().isEmpty())) {
            return Check.notYet("the rule of the hold is still there");
        }
        List<String> denied = new DeniedSets(client)
                .all().stream()
                        .filter(set -> isCluster(run)
                                || set.getMetadata()
                                        .getNamespace()
                                        .equals(run.subject().label()))
                        .map(set -> set.getMetadata().getNamespace() + "/"
                                + set.getMetadata().getName())
                        .toList();
        if (!denied.isEmpty()) {
            return Check.notYet("released, and not tried again yet by " + String.join(", ", denied));
        }
        return Check.met(
                isCluster(run)
                        ? "no namespace is held"
                        : "pods start in " + run.subject().label() + " again",
                Measurement.count("heldNamespaces", hold.namespaces().size()));
    }

    private static boolean isCluster(Run run) {
        return !(run.subject() instanceof Subject.OfNamespace);
    }

    private static Set<String> held(Run run, Hold hold) {
        Set<String> held = new TreeSet<>(hold.namespaces());
        if (!isCluster(run)) {
            held.retainAll(Set.of(run.subject().label()));
        }
        return held;
    }

    @Override
    public void perform(Run run) {
        KubernetesClient client = run.cluster().kubernetes();
        var hold = new Hold(client);
        Set<String> released = new TreeSet<>();
        if (isCluster(run)) {
            // after a crash the cluster itself does not say any more what was held
            released.addAll(HeldNamespaces.of(run, evidence));
            released.addAll(hold.namespaces());
            hold.openAll();
        } else {
            released.add(run.subject().label());
            hold.open(run.subject().label());
        }
        released.forEach(namespace -> {
            awaitAdmission(run, namespace);
            new StartAgain(client, run.cluster().clock().instant()).in(namespace);
        });
    }

    /** Whoever tries before the API server has followed waits all the longer for the next try. */
    private static void awaitAdmission(Run run, String namespace) {
        var trial = new HoldTrial(run.cluster().kubernetes(), namespace);
        Instant end = run.cluster().clock().instant().plus(FOLLOWS);
        while (trial.answer() == HoldTrial.Answer.DENIED
                && run.cluster().clock().instant().isBefore(end)) {
            SuspensionPause.of(run, PAUSE);
        }
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return List.of(
                "# release all by hand",
                "kubectl delete validatingadmissionpolicybindings -l app.kubernetes.io/managed-by=kaltstart",
                "kubectl delete validatingadmissionpolicy " + HoldPolicy.NAME);
    }
}
