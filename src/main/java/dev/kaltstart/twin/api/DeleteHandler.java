package dev.kaltstart.twin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.ObjectRemoval;
import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.World;

/** Deletes immediately, or once finalizers and grace period allow it. */
final class DeleteHandler {

    private final World world;
    private final Objects objects;
    private final AdmissionWebhooks admission;

    DeleteHandler(World world) {
        this.world = world;
        this.objects = world.objects();
        this.admission = new AdmissionWebhooks(world);
    }

    ObjectNode delete(ObjectKey key, ApiRequest asked) {
        var object = objects.find(key).orElseThrow(() -> ApiError.notFound(key));
        JsonNode options = asked.json();
        preconditions(key, object, options.path("preconditions"));
        admission.deletes(key, object);
        if (!asked.dry()) {
            ObjectRemoval.of(world, key, grace(key, object, asked, options), world.now());
        }
        return objects.find(key).orElseGet(() -> success(key, object));
    }

    private static void preconditions(ObjectKey key, ObjectNode object, JsonNode wanted) {
        for (String field : new String[] {"uid", "resourceVersion"}) {
            var there = Json.text(object, "metadata", field);
            if (wanted.has(field) && !there.equals(Json.text(wanted, field))) {
                throw ApiError.conflict(
                        key,
                        "the %s in the precondition (%s) does not match the %s in record (%s)"
                                .formatted(field, Json.text(wanted, field), field, there));
            }
        }
    }

    private static long grace(ObjectKey key, ObjectNode object, ApiRequest asked, JsonNode options) {
        if (!key.kind().equals(Kinds.POD)) {
            return 0;
        }
        var usual = Json.at(object, "spec", "terminationGracePeriodSeconds").asLong(30);
        var asParameter = asked.query().get("gracePeriodSeconds");
        return options.path("gracePeriodSeconds").asLong(asParameter == null ? usual : Long.parseLong(asParameter));
    }

    private static ObjectNode success(ObjectKey key, ObjectNode object) {
        var status = Json.of("{'kind': 'Status', 'apiVersion': 'v1', 'metadata': {}, 'status': 'Success'}");
        Json.within(status, "details")
                .put("name", key.name())
                .put("group", key.kind().group())
                .put("kind", key.kind().plural())
                .put("uid", Json.text(object, "metadata", "uid"));
        return status;
    }
}
