package dev.kaltstart.backup.method.k8up;

import dev.kaltstart.backup.method.Moments;
import dev.kaltstart.backup.method.ObjectKind;
import dev.kaltstart.backup.method.ObjectNames;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A first new backup of the namespace with K8up. The claims of a namespace share it. A backup that leaves the claim out
 * succeeds as well, so that a new snapshot of the claim has to be there.
 */
record K8upProtection(KubernetesClient client, LostClaim claim, String recovery) {

    /** What a Backup may wait for without having failed (src: k8up-io/k8up:api/v1/status.go, isPreBackupFailed). */
    private static final Set<String> GOOD = Set.of("", "Succeeded", "Waiting", "NoPreBackupPodsFound", "Ready");

    private String name() {
        return ObjectNames.of(recovery, "k8up", claim.namespace());
    }

    void begin(K8upSource source) {
        if (find() == null) {
            ObjectKind.K8UP_BACKUP
                    .in(client)
                    .inNamespace(claim.namespace())
                    .resource(new GenericKubernetesResourceBuilder()
                            .withApiVersion("k8up.io/v1")
                            .withKind(ObjectKind.K8UP_BACKUP.kind())
                            .withNewMetadata()
                            .withNamespace(claim.namespace())
                            .withName(name())
                            .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                            .endMetadata()
                            .addToAdditionalProperties("spec", source.spec())
                            .build())
                    .create();
        }
    }

    Check state() {
        @Nullable GenericKubernetesResource own = find();
        if (own == null) {
            return Check.notYet(claim.label() + ": the first new backup has not started");
        }
        if ("False".equals(K8upCondition.status(own, "PreBackupPodReady"))
                && !GOOD.contains(K8upCondition.reason(own, "PreBackupPodReady"))) {
            throw human("BACKUP_FAILED", "the pods that have to run before the new backup have failed");
        }
        if (!"True".equals(K8upCondition.status(own, "Completed"))) {
            return Check.notYet(claim.label() + ": K8up makes a first new backup");
        }
        if (!"Succeeded".equals(K8upCondition.reason(own, "Completed"))) {
            throw human("BACKUP_FAILED", "the new backup of K8up has failed");
        }
        Instant since = Moments.parse(
                        Objects.requireNonNullElse(own.getMetadata().getCreationTimestamp(), ""))
                .orElse(Instant.MAX);
        if (K8upSnapshot.of(client, claim).stream()
                .noneMatch(snapshot -> !snapshot.began().isBefore(since))) {
            throw human(
                    "BACKUP_WITHOUT_VOLUME",
                    "the new backup of K8up has succeeded without a snapshot of this claim: K8up leaves out what is not"
                            + " mounted for writing, and what its annotation k8up.io/backup excludes");
        }
        return Check.met(claim.label() + ": K8up has made a first new backup of the volume");
    }

    private @Nullable GenericKubernetesResource find() {
        return ObjectKind.K8UP_BACKUP.find(client, claim.namespace(), name());
    }

    private Failure.NeedsHuman human(String code, String what) {
        String kubectl = "kubectl -n " + claim.namespace();
        return new Failure.NeedsHuman(
                code,
                claim.label() + ": " + what + ". Its Jobs: " + kubectl + " get jobs -l k8up.io/owned-by=backup_"
                        + name()
                        + ". To make another one, delete the Backup, then retry: " + kubectl
                        + " delete backups.k8up.io "
                        + name());
    }
}
