package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.World;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one ValidatingAdmissionPolicy that a twin knows: the hold on pods that mount a claim. Its expression is not evaluated; what
 * it says is written again here; the lab tries the real one.
 */
public final class HeldPods {

    private static final String HOLD = "kaltstart-hold";
    private static final Map<String, Set<String>> RESTORES = Map.of(
            "app.kubernetes.io/managed-by", Set.of("kaltstart", "kopiur"),
            "app.kubernetes.io/created-by", Set.of("volsync"),
            "k8upjob", Set.of("true"));

    private HeldPods() {}

    /** Why the API server refuses to create this pod; empty when it does not. */
    public static Optional<String> refusal(World world, String namespace, ObjectNode pod) {
        if (Pods.claims(pod).isEmpty() || restores(pod)) {
            return Optional.empty();
        }
        return world.objects().list(Kinds.ADMISSION_BINDING).stream()
                .filter(binding -> HOLD.equals(Json.text(binding, "spec", "policyName")))
                .filter(binding ->
                        namespace.equals(Json.at(binding, "spec", "matchResources", "namespaceSelector", "matchLabels")
                                .path("kubernetes.io/metadata.name")
                                .asText()))
                .map(LonghornObjects::name)
                .map(binding -> world.objects()
                        .find(Kinds.ADMISSION_POLICY.key(HOLD))
                        .map(policy -> "ValidatingAdmissionPolicy '%s' with binding '%s' denied request: %s"
                                .formatted(HOLD, binding, message(policy))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String message(ObjectNode policy) {
        return Json.text(Json.at(policy, "spec", "validations").path(0), "message");
    }

    private static boolean restores(ObjectNode pod) {
        JsonNode labels = Json.at(pod, "metadata", "labels");
        return labels.has("velero.io/restore-name")
                || (labels.has("cnpg.io/cluster") && !"initdb".equals(Json.text(labels, "cnpg.io/jobRole")))
                || RESTORES.entrySet().stream()
                        .anyMatch(entry -> entry.getValue().contains(Json.text(labels, entry.getKey())));
    }
}
