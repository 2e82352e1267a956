package dev.kaltstart.storage;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The claims whose last copy went with the node, by a person's decision: they are restored from backups. */
@Component
class ListLostData extends Step {

    private final Evidence evidence;
    private final Clusters clusters;

    ListLostData(Evidence evidence, Clusters clusters) {
        this.evidence = evidence;
        this.clusters = clusters;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(StorageFacts.DATA_LOST);
    }

    @Override
    public Check check(Run run) {
        List<LostClaim> lost = lost(run);
        LostClaims.keep(run, evidence, lost);
        run.set(StorageFacts.DATA_LOST, !lost.isEmpty());
        run.setSubjects(
                LostClaims.NAMESPACES,
                LostClaims.namespaces(lost, clusters.critical(run.cluster().name())));
        return Check.met(
                lost.isEmpty()
                        ? "no data was given up that is still missing"
                        : "data has to be restored: "
                                + lost.stream().map(LostClaim::message).collect(Collectors.joining("; ")));
    }

    /** Longhorn may have found a copy meanwhile. */
    private static List<LostClaim> lost(Run run) {
        Set<String> givenUp = StorageFacts.claimsGivenUp(run);
        if (givenUp.isEmpty()) {
            return List.of();
        }
        KubernetesClient client = run.cluster().kubernetes();
        Set<String> faulted = Longhorn.of(client)
                .map(longhorn -> longhorn.volumes().stream()
                        .filter(volume -> volume.robustness().equals("faulted"))
                        .map(Volume::name)
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
        return client.persistentVolumeClaims().inAnyNamespace().list().getItems().stream()
                .filter(claim -> givenUp.contains(claim.getMetadata().getNamespace() + "/"
                        + claim.getMetadata().getName()))
                .filter(claim -> faulted.contains(volume(claim)))
                .map(claim -> new LostClaim(
                        claim.getMetadata().getNamespace(),
                        claim.getMetadata().getName(),
                        "has lost the last copy of its volume " + volume(claim),
                        volume(claim),
                        null,
                        LostClaim.ownerOf(claim),
                        true))
                .toList();
    }

    private static String volume(PersistentVolumeClaim claim) {
        return Objects.requireNonNullElse(claim.getSpec().getVolumeName(), "");
    }
}
