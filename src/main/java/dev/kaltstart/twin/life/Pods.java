package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Queries on pods. */
public final class Pods {

    private Pods() {}

    public static ObjectKey key(JsonNode pod) {
        return Objects.key(Kinds.POD, pod);
    }

    public static String node(JsonNode pod) {
        return Json.text(pod, "spec", "nodeName");
    }

    public static String phase(JsonNode pod) {
        return Json.text(pod, "status", "phase");
    }

    public static boolean finished(JsonNode pod) {
        return "Succeeded".equals(phase(pod)) || "Failed".equals(phase(pod));
    }

    public static boolean terminating(JsonNode pod) {
        return Json.at(pod, "metadata").has("deletionTimestamp");
    }

    public static boolean healthy(JsonNode pod) {
        return !terminating(pod) && Conditions.is(pod, "Ready", "True");
    }

    /** The kind of its controller; empty when no controller would recreate it. */
    public static String owner(JsonNode pod) {
        return Json.text(Json.at(pod, "metadata", "ownerReferences").path(0), "kind");
    }

    /** Run by the node itself, independent of any workload. */
    public static boolean belongsToNode(JsonNode pod) {
        return "DaemonSet".equals(owner(pod)) || "Node".equals(owner(pod));
    }

    public static boolean tolerates(JsonNode pod, JsonNode taint) {
        return !tolerations(pod, taint).isEmpty();
    }

    /** Its tolerations of a taint. */
    static List<JsonNode> tolerations(JsonNode pod, JsonNode taint) {
        var matching = new ArrayList<JsonNode>();
        for (JsonNode toleration : Json.at(pod, "spec", "tolerations")) {
            var key = Json.text(toleration, "key");
            var effect = Json.text(toleration, "effect");
            var anyValue = "Exists".equals(Json.text(toleration, "operator"));
            if ((key.isEmpty() || key.equals(Json.text(taint, "key")))
                    && (effect.isEmpty() || effect.equals(Json.text(taint, "effect")))
                    && (anyValue || Json.text(toleration, "value").equals(Json.text(taint, "value")))) {
                matching.add(toleration);
            }
        }
        return matching;
    }

    /** Names of the claims it mounts. */
    public static List<String> claims(JsonNode pod) {
        var claims = new ArrayList<String>();
        for (JsonNode volume : Json.at(pod, "spec", "volumes")) {
            var claim = Json.text(volume, "persistentVolumeClaim", "claimName");
            if (!claim.isEmpty()) {
                claims.add(claim);
            }
        }
        return claims;
    }

    /** Marks it for deletion; its kubelet has to stop it first. */
    public static void terminate(Objects objects, ObjectKey key, long graceSeconds, Instant now) {
        objects.update(key, pod -> {
            if (!terminating(pod)) {
                var metadata = Json.within(pod, "metadata");
                metadata.put("deletionTimestamp", Json.time(now.plusSeconds(graceSeconds)));
                metadata.put("deletionGracePeriodSeconds", graceSeconds);
            }
        });
    }

    public static void run(ObjectNode pod, Instant now) {
        Json.within(pod, "status").put("phase", "Running").put("startTime", Json.time(now));
        ready(pod, true, now);
    }

    static void ready(ObjectNode pod, boolean ready, Instant now) {
        Conditions.set(pod, "Ready", ready ? "True" : "False", "", "", now);
        var statuses = Json.list(Json.within(pod, "status"), "containerStatuses");
        statuses.removeAll();
        for (JsonNode container : Json.at(pod, "spec", "containers")) {
            statuses.addObject()
                    .put("name", Json.text(container, "name"))
                    .put("image", Json.text(container, "image"))
                    .put("ready", ready)
                    .put("restartCount", 0);
        }
    }
}
