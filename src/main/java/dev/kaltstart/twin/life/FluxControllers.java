package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shared parts of the Flux controllers. */
final class FluxControllers {

    static final String FINALIZER = "finalizers.fluxcd.io";

    private static final String REQUESTED = "reconcile.fluxcd.io/requestedAt";
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s)");

    private FluxControllers() {}

    static boolean running(World world, String name) {
        return world.objects().list(Kinds.POD).stream()
                .anyMatch(pod -> LonghornObjects.name(pod).startsWith(name + "-") && Pods.healthy(pod));
    }

    static boolean suspended(ObjectNode object) {
        return Json.at(object, "spec", "suspend").asBoolean();
    }

    static boolean going(ObjectNode object) {
        return Json.at(object, "metadata").has("deletionTimestamp");
    }

    static boolean held(ObjectNode object) {
        return Json.at(object, "metadata", "finalizers")
                .valueStream()
                .anyMatch(finalizer -> finalizer.asText().equals(FINALIZER));
    }

    static void hold(ObjectNode object) {
        if (!held(object)) {
            Json.list(Json.within(object, "metadata"), "finalizers").add(FINALIZER);
        }
    }

    static long generation(ObjectNode object) {
        return Json.at(object, "metadata", "generation").asLong();
    }

    static String uid(ObjectNode object) {
        return Json.text(object, "metadata", "uid");
    }

    static String requested(ObjectNode object) {
        return Json.text(object, "metadata", "annotations", REQUESTED);
    }

    /** A reconcile was requested. */
    static void request(ObjectNode object, String word) {
        Json.within(object, "metadata", "annotations").put(REQUESTED, word);
    }

    static void handled(ObjectNode object) {
        if (!requested(object).isEmpty()) {
            Json.within(object, "status").put("lastHandledReconcileAt", requested(object));
        }
    }

    /** A duration of its specification, as Go writes it. */
    static Duration duration(ObjectNode object, String field, Duration otherwise) {
        var total = Duration.ZERO;
        Matcher part = PART.matcher(Json.text(object, "spec", field));
        while (part.find()) {
            var amount = Double.parseDouble(part.group(1));
            total = total.plusMillis((long) (amount
                    * switch (part.group(2)) {
                        case "h" -> 3_600_000;
                        case "m" -> 60_000;
                        case "s" -> 1_000;
                        default -> 1;
                    }));
        }
        return total.isZero() ? otherwise : total;
    }
}
