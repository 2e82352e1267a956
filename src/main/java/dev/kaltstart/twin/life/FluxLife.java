package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Where no manifests are to be followed, Flux reconciles what asks for it, while its controllers run. To a suspended
 * Kustomization it does nothing, and yet says that it has handled the request, and of a ready one also that it has seen
 * the newest specification.
 */
final class FluxLife implements Rule {

    private static final String REQUESTED = "reconcile.fluxcd.io/requestedAt";
    private static final Duration RECONCILES_IN = Duration.ofSeconds(5);
    private static final List<Kind> KINDS = List.of(
            Kinds.GIT_REPOSITORY,
            Kinds.OCI_REPOSITORY,
            Kinds.HELM_REPOSITORY,
            Kinds.KUSTOMIZATION,
            Kinds.HELM_RELEASE,
            Kinds.FLUX_INSTANCE);

    @Override
    public void apply(World world, Instant now) {
        if (!running(world)) {
            return;
        }
        for (Kind kind : KINDS) {
            for (ObjectNode object : world.objects().list(kind)) {
                if (followsGit(world, kind, object) || FluxControllers.going(object)) {
                    continue;
                }
                if (asks(object) && !Json.at(object, "spec", "suspend").asBoolean()) {
                    reconcile(world, kind, object, now);
                } else if (asks(object) && kind.equals(Kinds.KUSTOMIZATION)) {
                    world.objects().update(Objects.key(kind, object), FluxLife::acknowledge);
                }
            }
        }
    }

    /** Handled by other rules. */
    private static boolean followsGit(World world, Kind kind, ObjectNode object) {
        return kind.equals(Kinds.KUSTOMIZATION) && SourceTracking.kustomization(world, object)
                || kind.equals(Kinds.GIT_REPOSITORY) && SourceTracking.source(world, object);
    }

    private static boolean running(World world) {
        return world.objects().list(Kinds.POD).stream()
                .anyMatch(pod -> LonghornObjects.name(pod).startsWith("kustomize-controller-") && Pods.healthy(pod));
    }

    private static boolean asks(ObjectNode object) {
        var generation = Json.at(object, "metadata", "generation").asLong();
        return generation != Json.at(object, "status", "observedGeneration").asLong()
                || !requested(object).equals(Json.text(object, "status", "lastHandledReconcileAt"));
    }

    private static String requested(ObjectNode object) {
        return Json.text(object, "metadata", "annotations", REQUESTED);
    }

    private static void reconcile(World world, Kind kind, ObjectNode object, Instant now) {
        var timer = "reconcile/" + Json.text(object, "metadata", "uid");
        if (world.timers().passed(timer, RECONCILES_IN, now)) {
            world.timers().clear(timer);
            world.objects().update(Objects.key(kind, object), done -> {
                var message = kind.equals(Kinds.KUSTOMIZATION)
                        ? "Applied revision: " + applied(world, done)
                        : "Reconciliation finished";
                Conditions.set(done, "Ready", "True", "ReconciliationSucceeded", message, now);
                acknowledge(done);
            });
        }
    }

    /** What its source has, as if all of that were applied: whoever waits for the revision does not wait for ever. */
    private static String applied(World world, ObjectNode kustomization) {
        var status = Json.within(kustomization, "status");
        SourceTracking.sourceOf(world, kustomization)
                .map(source -> Json.text(source, "status", "artifact", "revision"))
                .filter(revision -> !revision.isEmpty())
                .ifPresent(
                        revision -> status.put("lastAppliedRevision", revision).put("lastAttemptedRevision", revision));
        return Json.text(status, "lastAppliedRevision");
    }

    private static void acknowledge(ObjectNode object) {
        var status = Json.within(object, "status");
        if (!requested(object).isEmpty()) {
            status.put("lastHandledReconcileAt", requested(object));
        }
        if (Conditions.is(object, "Ready", "True")) {
            status.put(
                    "observedGeneration",
                    Json.at(object, "metadata", "generation").asLong());
        }
    }
}
