package dev.kaltstart.flux.hold;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.flux.diagnosis.SuspensionPause;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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

    @Override
    public Check check(Run run) {
        var hold = new Hold(run.cluster().kubernetes());
        if (hold.bindings().isEmpty()) {
            return Check.met("nothing is held: the API server has no rule that could hold anything");
        }
        Set<String> held = hold.namespaces();
        if (run.subject() instanceof Subject.OfNamespace) {
            String namespace = run.subject().label();
            return held.contains(namespace)
                    ? Check.notYet("pods that mount a claim still do not start in " + namespace)
                    : Check.met("pods start in " + namespace + " again");
        }
        if (!held.isEmpty()) {
            return Check.notYet("pods that mount a claim still do not start in " + String.join(", ", held));
        }
        return hold.bindings().get().isEmpty() && !hold.hasPolicy()
                ? Check.met("no namespace is held", Measurement.count("heldNamespaces", 0))
                : Check.notYet("the rule of the hold is still there");
    }

    @Override
    public void perform(Run run) {
        KubernetesClient client = run.cluster().kubernetes();
        var hold = new Hold(client);
        Set<String> released = run.subject() instanceof Subject.OfNamespace
                ? Set.of(run.subject().label())
                : hold.namespaces();
        if (run.subject() instanceof Subject.OfNamespace) {
            hold.open(run.subject().label());
        } else {
            hold.openAll();
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
