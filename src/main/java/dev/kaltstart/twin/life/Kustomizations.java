package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;

/**
 * Schedules reconciles of Kustomizations: when object or source changed, on request, at the interval, and sooner
 * after a failure. If none is due, this costs a comparison of texts.
 */
public final class Kustomizations implements Rule {

    private static final String TRIED = "tried/";
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration TAKES = Duration.ofSeconds(2);
    private static final Duration DEPENDENCIES_AGAIN = Duration.ofSeconds(30);
    private static final int ROUNDS = 12;

    @Override
    public void apply(World world, Instant now) {
        if (world.origin().exists() && FluxControllers.running(world, "kustomize-controller")) {
            for (ObjectNode kustomization : world.objects().list(Kinds.KUSTOMIZATION)) {
                if (SourceTracking.kustomization(world, kustomization)) {
                    live(world, kustomization, now);
                }
            }
        }
    }

    private static void live(World world, ObjectNode kustomization, Instant now) {
        var key = Objects.key(Kinds.KUSTOMIZATION, kustomization);
        if (FluxControllers.going(kustomization)) {
            finish(world, kustomization, now);
        } else if (!FluxControllers.held(kustomization)) {
            world.objects().update(key, FluxControllers::hold);
        } else if (FluxControllers.suspended(kustomization)) {
            world.objects().update(key, Kustomizations::acknowledge);
        } else if (due(world, kustomization, now)) {
            if (world.timers().passed(timer("begun", kustomization), TAKES, now)) {
                world.timers().clear(timer("begun", kustomization));
                reconcile(world, key, now, true);
            }
        } else if (world.timers().started(timer("health", kustomization))) {
            new Reconciliation(world, kustomization, now).awaitHealth();
        }
    }

    /** Updates the status of a suspended one without a reconcile (src: kustomize-controller, finalizeStatus). */
    private static void acknowledge(ObjectNode object) {
        FluxControllers.handled(object);
        if (Conditions.is(object, "Ready", "True")) {
            Json.within(object, "status").put("observedGeneration", FluxControllers.generation(object));
        }
    }

    private static boolean due(World world, ObjectNode kustomization, Instant now) {
        if (!wanted(world, kustomization).equals(world.marks().get(TRIED + FluxControllers.uid(kustomization)))) {
            return true;
        }
        return !world.timers().started(timer("health", kustomization))
                && world.timers().passed(timer("tried", kustomization), patience(kustomization), now);
    }

    private static String wanted(World world, ObjectNode kustomization) {
        var revision = SourceTracking.sourceOf(world, kustomization)
                .map(source -> Json.text(source, "status", "artifact", "revision"))
                .orElse("");
        return FluxControllers.generation(kustomization) + " " + revision + " "
                + FluxControllers.requested(kustomization);
    }

    private static Duration patience(ObjectNode kustomization) {
        var interval = FluxControllers.duration(kustomization, "interval", USUAL);
        if (Conditions.is(kustomization, "Ready", "True")) {
            return interval;
        }
        var reason = Json.text(Conditions.find(kustomization, "Ready"), "reason");
        return reason.equals("DependencyNotReady")
                ? DEPENDENCIES_AGAIN
                : FluxControllers.duration(kustomization, "retryInterval", interval);
    }

    private static void reconcile(World world, ObjectKey key, Instant now, boolean patient) {
        world.objects().find(key).ifPresent(kustomization -> {
            world.marks().put(TRIED + FluxControllers.uid(kustomization), wanted(world, kustomization));
            world.timers().clear(timer("tried", kustomization));
            world.timers().since(timer("tried", kustomization), now);
            world.timers().clear(timer("health", kustomization));
            new Reconciliation(world, kustomization, now).run(patient);
        });
    }

    private static void finish(World world, ObjectNode kustomization, Instant now) {
        if (!FluxControllers.held(kustomization)) {
            return;
        }
        if (Json.at(kustomization, "spec", "prune").asBoolean() && !FluxControllers.suspended(kustomization)) {
            new Reconciliation(world, kustomization, now).pruneAll();
        }
        world.marks().remove(TRIED + FluxControllers.uid(kustomization));
        world.timers().clearAll("/" + FluxControllers.uid(kustomization));
        ObjectRemoval.letGo(world, Objects.key(Kinds.KUSTOMIZATION, kustomization), FluxControllers.FINALIZER, now);
    }

    static String timer(String what, ObjectNode kustomization) {
        return what + "/" + FluxControllers.uid(kustomization);
    }

    /** Everything is applied at once, as if it had been so for long; also what has been suspended since. */
    public static void found(World world, Instant now) {
        for (int round = 0; round < ROUNDS && foundOnce(world, now); round++) {
            // what was made in one round is applied in the next
        }
    }

    private static boolean foundOnce(World world, Instant now) {
        world.objects().list(Kinds.GIT_REPOSITORY).stream()
                .filter(source -> SourceTracking.source(world, source)
                        && Json.at(source, "status", "artifact").isMissingNode())
                .forEach(source -> SourceController.fetch(world, source, now));
        var open = world.objects().list(Kinds.KUSTOMIZATION).stream()
                .filter(object ->
                        SourceTracking.kustomization(world, object) && !Conditions.is(object, "Ready", "True"))
                .toList();
        for (ObjectNode kustomization : open) {
            var key = Objects.key(Kinds.KUSTOMIZATION, kustomization);
            world.objects().update(key, FluxControllers::hold);
            reconcile(world, key, now, false);
        }
        return !open.isEmpty();
    }
}
