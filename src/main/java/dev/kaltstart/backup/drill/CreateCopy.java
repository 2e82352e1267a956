package dev.kaltstart.backup.drill;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the namespace of the copy, with empty claims like those of the original. */
@Component
class CreateCopy extends Step {

    /** On the namespace, with the id of the drill as its value. */
    static final String LABEL = "kaltstart.dev/drill";

    private static final String POD_SECURITY = "pod-security.kubernetes.io/";

    private final Evidence evidence;

    CreateCopy(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        Drill drill = Drill.of(run, evidence);
        KubernetesClient client = run.cluster().kubernetes();
        @Nullable
        Namespace namespace = client.namespaces().withName(drill.copy()).get();
        if (namespace == null) {
            return Check.notYet("there is no namespace " + drill.copy());
        }
        requireOwn(run, namespace);
        if (Drill.copy(run, evidence).isEmpty()) {
            Drill.keepCopy(run, evidence, namespace.getMetadata().getUid());
        }
        for (DrillClaim claim : drill.claims()) {
            if (find(client, drill.copy(), claim) == null) {
                return Check.notYet("the claim " + drill.copy() + "/" + claim.name() + " is missing");
            }
        }
        return Check.met("the namespace " + drill.copy() + " has its claims");
    }

    private static void requireOwn(Run run, Namespace namespace) {
        Map<String, String> labels =
                Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of());
        if (!run.recovery().equals(labels.get(LABEL))) {
            throw new Failure.NeedsHuman(
                    "COPY_EXISTS",
                    "the namespace " + namespace.getMetadata().getName()
                            + " was not made by this drill. If nothing in it is needed, delete it, then retry:"
                            + " kubectl delete namespace "
                            + namespace.getMetadata().getName());
        }
    }

    @Override
    public void perform(Run run) {
        Drill drill = Drill.of(run, evidence);
        KubernetesClient client = run.cluster().kubernetes();
        drill.require(client);
        if (client.namespaces().withName(drill.copy()).get() == null) {
            client.resource(namespace(client, run, drill.copy())).create();
        }
        for (DrillClaim claim : drill.claims()) {
            if (find(client, drill.copy(), claim) == null) {
                client.resource(empty(client, drill.copy(), claim)).create();
            }
        }
    }

    private static @Nullable PersistentVolumeClaim find(KubernetesClient client, String namespace, DrillClaim claim) {
        return client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(claim.name())
                .get();
    }

    /** Pods that the original's namespace admits have to start here as well. */
    private static Namespace namespace(KubernetesClient client, Run run, String copy) {
        var labels = new HashMap<>(Map.of("app.kubernetes.io/managed-by", "kaltstart", LABEL, run.recovery()));
        @Nullable
        Namespace original = client.namespaces().withName(run.subject().label()).get();
        if (original != null && original.getMetadata().getLabels() != null) {
            original.getMetadata().getLabels().forEach((key, value) -> {
                if (key.startsWith(POD_SECURITY)) {
                    labels.put(key, value);
                }
            });
        }
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(copy)
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    private static PersistentVolumeClaim empty(KubernetesClient client, String copy, DrillClaim claim) {
        @Nullable PersistentVolumeClaim original = find(client, claim.namespace(), claim);
        if (original == null) {
            throw new Failure.NeedsHuman(
                    "CLAIM_GONE", "the claim " + claim.label() + " is gone, so its copy has no size: abort the drill");
        }
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(copy)
                .withName(claim.name())
                .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                .endMetadata()
                .withNewSpec()
                .withAccessModes(original.getSpec().getAccessModes())
                .withVolumeMode(original.getSpec().getVolumeMode())
                .withStorageClassName(original.getSpec().getStorageClassName())
                .withResources(original.getSpec().getResources())
                .endSpec()
                .build();
    }
}
