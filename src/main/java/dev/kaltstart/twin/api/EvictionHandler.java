package dev.kaltstart.twin.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Budgets;
import dev.kaltstart.twin.life.Pods;
import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.world.World;

/** Evicts a pod, unless a disruption budget forbids it. */
final class EvictionHandler {

    private final World world;

    EvictionHandler(World world) {
        this.world = world;
    }

    ObjectNode evict(ObjectKey key, ApiRequest asked) {
        var pod = world.objects().find(key).orElseThrow(() -> ApiError.notFound(key));
        if (!Pods.terminating(pod) && !Pods.finished(pod) && !"Pending".equals(Pods.phase(pod))) {
            var budgets = Budgets.of(world, pod);
            if (budgets.size() > 1) {
                throw new ApiError(
                        500,
                        "InternalError",
                        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
                                + " support.");
            }
            budgets.forEach(budget -> ask(budget, pod));
        }
        if (!asked.dry()) {
            var grace = Json.at(pod, "spec", "terminationGracePeriodSeconds").asLong(30);
            Pods.terminate(world.objects(), key, grace, world.now());
        }
        return Json.of("{'kind': 'Status', 'apiVersion': 'v1', 'metadata': {}, 'status': 'Success', 'code': 201}");
    }

    private void ask(ObjectNode budget, ObjectNode pod) {
        var counted = budget.deepCopy();
        Budgets.count(world, counted);
        var healthy = Json.at(counted, "status", "currentHealthy").asInt();
        var desired = Json.at(counted, "status", "desiredHealthy").asInt();
        var always = "AlwaysAllow".equals(Json.text(budget, "spec", "unhealthyPodEvictionPolicy"));
        var harmless = !Pods.healthy(pod) && (always || desired > 0 && healthy >= desired);
        if (!harmless && Json.at(counted, "status", "disruptionsAllowed").asInt() == 0) {
            Budgets.refused(world, budget, world.now());
            throw refusal(Json.text(budget, "metadata", "name"), desired, healthy);
        }
    }

    private static ApiError refusal(String budget, int desired, int healthy) {
        var refusal = new ApiError(
                429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.");
        var message = "The disruption budget %s needs %d healthy pods and has %d currently"
                .formatted(budget, desired, healthy);
        Json.list(refusal.details(), "causes")
                .addObject()
                .put("reason", "DisruptionBudget")
                .put("message", message);
        return refusal;
    }
}
