package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.world.World;
import java.util.ArrayList;
import java.util.List;

/** Whether what was applied has come up, as Flux finds out before it calls itself ready. */
final class HealthCheck {

    private HealthCheck() {}

    /**
     * The objects that are not healthy yet, as Flux lists them; empty when all are. A Kustomization that applies itself
     * does not wait for itself (src: fluxcd/kustomize-controller: checkHealth).
     */
    static List<String> waitedFor(World world, ObjectKey itself, List<ObjectNode> objects) {
        var waited = new ArrayList<String>();
        for (ObjectNode object : objects) {
            Kinds.named(Json.text(object, "apiVersion"), Json.text(object, "kind"))
                    .ifPresent(kind -> {
                        var key = kind.key(
                                Json.text(object, "metadata", "namespace"), Json.text(object, "metadata", "name"));
                        var live = world.objects().find(key);
                        if (key.equals(itself)) {
                            return;
                        }
                        if (live.isEmpty()) {
                            waited.add(ServerSideApply.label(object) + " status: 'NotFound'");
                        } else if (!well(live.get())) {
                            waited.add(ServerSideApply.label(object) + " status: 'InProgress'");
                        }
                    });
        }
        return waited;
    }

    private static boolean well(ObjectNode object) {
        if (FluxControllers.going(object)) {
            return false;
        }
        return switch (Json.text(object, "kind")) {
            case "Kustomization", "HelmRelease", "GitRepository", "OCIRepository", "HelmRepository" ->
                Conditions.is(object, "Ready", "True") && seen(object);
            case "Deployment", "StatefulSet", "ReplicaSet" ->
                number(object, "status", "readyReplicas")
                                >= Json.at(object, "spec", "replicas").asInt(1)
                        && seen(object);
            case "DaemonSet" ->
                number(object, "status", "numberReady") >= number(object, "status", "desiredNumberScheduled");
            case "PersistentVolumeClaim" -> "Bound".equals(Json.text(object, "status", "phase"));
            case "Pod" -> Pods.healthy(object);
            default -> true;
        };
    }

    private static boolean seen(ObjectNode object) {
        return number(object, "status", "observedGeneration") == FluxControllers.generation(object);
    }

    private static long number(JsonNode object, String... path) {
        return Json.at(object, path).asLong();
    }
}
