package dev.kaltstart.backup.method.k8up;

import dev.kaltstart.backup.method.ObjectKind;
import dev.kaltstart.backup.method.ObjectNames;
import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Restore of one claim. Its "Succeeded" proves nothing: K8up's runner throws the exit code of restic away when it restores
 * into a folder (src: k8up-io/k8up, 80a2ae8c of June 2026:restic/cli/restore.go, folderRestore), so that the last line of restic in the log of
 * the pod has to say how many files it restored (src: restic/restic, 0.18:internal/ui/restore/text.go).
 */
record K8upRestore(KubernetesClient client, RestoreOrder order, String recovery) {

    /** Of all Restores that one claim has had from Kaltstart. */
    static final String CLAIM = "kaltstart.dev/restored-claim";

    private static final Pattern FAILED = Pattern.compile(
            "Fatal: |ignoring error for |There were \\d+ errors|Summary: Restored \\d+ / \\d+ |repository is already locked");
    private static final Pattern DONE = Pattern.compile("Summary: Restored \\d+ (?:files/dirs|Files) ");
    private static final int LINES = 300;
    private static final int BYTES = 500_000;

    String name() {
        return ObjectNames.of(recovery, order.point().id(), order.claim().label());
    }

    GenericKubernetesResource object(K8upSource source) {
        Map<String, Object> spec = source.shared();
        spec.put("snapshot", order.point().id());
        spec.put(
                "restoreMethod",
                Map.of("folder", Map.of("claimName", order.claim().name())));
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("k8up.io/v1")
                .withKind(ObjectKind.K8UP_RESTORE.kind())
                .withNewMetadata()
                .withNamespace(order.claim().namespace())
                .withName(name())
                .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                .addToLabels(CLAIM, ObjectNames.of(order.claim().label()))
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .build();
    }

    @Nullable
    GenericKubernetesResource find() {
        return ObjectKind.K8UP_RESTORE.find(client, order.claim().namespace(), name());
    }

    Check state(GenericKubernetesResource restore) {
        String label = order.claim().label();
        if ("CreationFailed".equals(K8upCondition.reason(restore, "Ready"))) {
            throw human("RESTORE_FAILED", "K8up could not make the Job of the restore");
        }
        if (!"True".equals(K8upCondition.status(restore, "Completed"))) {
            return Check.notYet(label + ": K8up restores");
        }
        if (!"Succeeded".equals(K8upCondition.reason(restore, "Completed"))) {
            throw human("RESTORE_FAILED", "the restore of K8up has failed");
        }
        String log = log(restore);
        if (FAILED.matcher(log).find()) {
            throw human(
                    "RESTORE_INCOMPLETE",
                    "K8up reports success, but restic could not restore everything, and what is on the claim now is"
                            + " incomplete");
        }
        if (!DONE.matcher(log).find()) {
            throw human(
                    "NOT_SAID",
                    "K8up reports success, but the log of its pod does not say that restic has restored files");
        }
        Instant began = Objects.requireNonNull(order.point().started());
        return Check.met(
                label + ": K8up has restored the snapshot of " + began,
                Measurement.moment(RestoreMethod.REACHED, began));
    }

    /** Read here and not kept: it quotes the address of the repository. Blank when there is no pod any more. */
    private String log(GenericKubernetesResource restore) {
        String job = "restore-" + name();
        String namespace = order.claim().namespace();
        Optional<String> uid = Optional.ofNullable(client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withName(job)
                        .get())
                .filter(found -> owned(found, restore.getMetadata().getUid()))
                .map(found -> found.getMetadata().getUid());
        return client.pods().inNamespace(namespace).withLabel("job-name", job).list().getItems().stream()
                .filter(pod -> uid.filter(of -> owned(pod, of)).isPresent())
                .filter(pod -> pod.getStatus() != null
                        && "Succeeded".equals(pod.getStatus().getPhase()))
                .map(pod -> client.pods()
                        .inNamespace(namespace)
                        .withName(pod.getMetadata().getName())
                        .limitBytes(BYTES)
                        .tailingLines(LINES)
                        .getLog())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private static boolean owned(HasMetadata object, String uid) {
        return Objects.requireNonNullElse(
                        object.getMetadata().getOwnerReferences(),
                        List.<io.fabric8.kubernetes.api.model.OwnerReference>of())
                .stream()
                .anyMatch(owner -> uid.equals(owner.getUid()));
    }

    /** Also those of earlier choices; their Jobs go with them. */
    void remove() {
        ObjectKind.K8UP_RESTORE
                .list(
                        client,
                        order.claim().namespace(),
                        CLAIM,
                        ObjectNames.of(order.claim().label()))
                .forEach(restore -> ObjectKind.K8UP_RESTORE
                        .named(
                                client,
                                order.claim().namespace(),
                                restore.getMetadata().getName())
                        .delete());
    }

    private Failure.NeedsHuman human(String code, String what) {
        String kubectl = "kubectl -n " + order.claim().namespace();
        return new Failure.NeedsHuman(
                code,
                order.claim().label() + ": " + what + ". What was said: " + kubectl + " logs job/restore-" + name()
                        + ". To try again, delete the Restore, then retry: " + kubectl + " delete restores.k8up.io "
                        + name());
    }
}
