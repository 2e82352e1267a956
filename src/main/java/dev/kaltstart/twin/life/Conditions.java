package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import java.time.Instant;

/** The {@code status.conditions} of an object. */
public final class Conditions {

    private Conditions() {}

    public static JsonNode find(JsonNode object, String type) {
        for (JsonNode condition : Json.at(object, "status", "conditions")) {
            if (type.equals(Json.text(condition, "type"))) {
                return condition;
            }
        }
        return Json.MAPPER.missingNode();
    }

    public static boolean is(JsonNode object, String type, String status) {
        return status.equals(Json.text(find(object, type), "status"));
    }

    /** Sets a condition; its transition time changes only with its status. */
    public static void set(ObjectNode object, String type, String status, String reason, String message, Instant now) {
        var conditions = Json.list(Json.within(object, "status"), "conditions");
        var condition = find(object, type) instanceof ObjectNode there ? there : conditions.addObject();
        if (!status.equals(Json.text(condition, "status"))) {
            condition.put("lastTransitionTime", Json.time(now));
        }
        condition.put("type", type).put("status", status).put("reason", reason).put("message", message);
    }

    public static void drop(ObjectNode object, String type) {
        if (Json.at(object, "status", "conditions") instanceof ArrayNode conditions) {
            conditions.removeIf(condition -> type.equals(Json.text(condition, "type")));
        }
    }
}
