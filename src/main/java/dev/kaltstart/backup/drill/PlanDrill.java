package dev.kaltstart.backup.drill;

import dev.kaltstart.backup.ClusterUid;
import dev.kaltstart.backup.method.CopyMethod;
import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds what of a namespace can be restored beside the original. Changes nothing. */
@Component
class PlanDrill extends Step {

    private final List<CopyMethod> methods;
    private final Evidence evidence;

    PlanDrill(List<CopyMethod> methods, Evidence evidence) {
        this.methods = List.copyOf(methods);
        this.evidence = evidence;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(DrillFacts.TABLE);
    }

    @Override
    public Check check(Run run) {
        Drill drill = Drill.find(run, evidence).orElseGet(() -> plan(run));
        run.set(
                DrillFacts.TABLE,
                Stream.concat(
                                drill.claims().stream().map(claim -> claim.label() + ": by " + claim.method()),
                                drill.leftOut().stream())
                        .collect(Collectors.joining("\n")));
        return Check.met(CountedNoun.of(drill.claims().size(), "claim") + " of "
                + run.subject().label()
                + " will be restored into " + drill.copy()
                + (drill.leftOut().isEmpty() ? "" : "; left out: " + String.join("; ", drill.leftOut())));
    }

    private Drill plan(Run run) {
        KubernetesClient client = run.cluster().kubernetes();
        String namespace = run.subject().label();
        String copy = Drill.copyOf(namespace);
        if (client.namespaces().withName(namespace).get() == null) {
            throw new Failure.NeedsHuman(
                    "NO_NAMESPACE",
                    "the cluster has no namespace " + namespace + ": abort, and start the drill with another one");
        }
        if (client.namespaces().withName(copy).get() != null) {
            throw new Failure.NeedsHuman(
                    "COPY_EXISTS",
                    "the namespace " + copy
                            + " exists, and is not of this drill. If nothing in it is needed, delete it,"
                            + " then retry: kubectl delete namespace " + copy);
        }
        var claims = new ArrayList<DrillClaim>();
        var leftOut = new ArrayList<String>();
        client.persistentVolumeClaims().inNamespace(namespace).list().getItems().stream()
                .sorted(Comparator.comparing(claim -> claim.getMetadata().getName()))
                .forEach(claim -> plan(client, claim, claims, leftOut));
        if (claims.isEmpty()) {
            throw new Failure.NeedsHuman(
                    "NOTHING_TO_DRILL",
                    "the namespace " + namespace + " has no claim that can be restored beside the original"
                            + (leftOut.isEmpty() ? "" : ": " + String.join("; ", leftOut))
                            + ". Methods that can: " + words());
        }
        var drill = new Drill(ClusterUid.of(client), copy, claims, leftOut);
        drill.keep(run, evidence);
        return drill;
    }

    private String words() {
        return methods.stream().map(CopyMethod::word).sorted().collect(Collectors.joining(", "));
    }

    private void plan(
            KubernetesClient client, PersistentVolumeClaim claim, List<DrillClaim> claims, List<String> leftOut) {
        String namespace = claim.getMetadata().getNamespace();
        String name = claim.getMetadata().getName();
        if (claim.getStatus() == null || !"Bound".equals(claim.getStatus().getPhase())) {
            leftOut.add(namespace + "/" + name + ": not bound to a volume");
            return;
        }
        Optional<CopyMethod> method = methods.stream()
                .filter(one -> one.saves(client, namespace, name))
                .findFirst();
        if (method.isEmpty()) {
            leftOut.add(namespace + "/" + name + ": no backup of it can be restored beside the original");
            return;
        }
        claims.add(new DrillClaim(
                namespace,
                name,
                claim.getMetadata().getUid(),
                method.get().word(),
                UUID.randomUUID().toString()));
    }
}
